import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where data sets are kept between runs, as the XDG specification says: a relative path there is to be ignored. */
export function defaultCacheDir(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(named) ? named : join(homedir(), '.cache'), 'latentsweep');
}
