import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where this program keeps what its user has decided, as the XDG specification says: a relative path there is to be ignored. */
export function configDir(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment['XDG_CONFIG_HOME'] ?? '';
  return join(isAbsolute(named) ? named : join(homedir(), '.config'), 'latentsweep');
}
