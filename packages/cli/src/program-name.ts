import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/**
 * What the user types to get here, for commands to copy: `sweep` where it is on the PATH, `npx sweep` where npx finds
 * it (npx puts its own folder on the PATH, which is gone afterwards), the script's path elsewhere.
 */
export function programName(
  path: string,
  folder: string,
  script: string,
  exists: (file: string) => boolean = existsSync,
): string {
  const lasting = path.split(delimiter).filter((entry) => entry !== '' && !entry.includes('node_modules'));
  if (lasting.some((entry) => exists(join(entry, 'sweep')))) return 'sweep';
  const has = (at: string): boolean =>
    exists(join(at, 'node_modules/.bin/sweep')) || (dirname(at) !== at && has(dirname(at)));
  return has(folder) ? 'npx sweep' : `node ${script}`;
}
