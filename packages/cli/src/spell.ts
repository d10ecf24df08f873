/** Commands for the user to copy. */

import { shellWord, withoutPassword } from '@latentsweep/core';
import type { GlobalOptions } from './settings/settings.ts';

/** Commands that reach no store; they reach no cluster either, but for the worker. */
const WITHOUT_STORE = ['cluster', 'schema', 'validate', 'worker'];
/** Commands whose --config is of their own: settings stand before them. */
export const OWN_CONFIG = ['plot', 'augment', 'model'];
/** Commands that reach the bus. */
const ON_BUS = ['doctor', 'resume', 'run', 'serve', 'worker'];

/**
 * `program`: how the user calls this one. Options that were given and lead somewhere are given again; what stands in the
 * environment or in the usual file is found again. A password is left to the user.
 */
export function spell(program: string, given: GlobalOptions, command: string): string {
  const [name = ''] = command.split(' ');
  const first = OWN_CONFIG.includes(name);
  // One that names its own settings is for others than these.
  if (!first && command.includes(' --config ')) return `${program} ${command}`;
  const reads = {
    store: !WITHOUT_STORE.includes(name),
    bus: ON_BUS.includes(name),
    config: name === 'worker' || !WITHOUT_STORE.includes(name),
  };
  const options = (['store', 'bus', 'config'] as const)
    .filter((option) => given[option] && reads[option])
    .map((option) => ` --${option} ${shellWord(withoutPassword(given[option]!))}`);
  return first ? `${program}${options.join('')} ${command}` : `${program} ${command}${options.join('')}`;
}
