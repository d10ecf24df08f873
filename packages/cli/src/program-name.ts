import { existsSync } from 'node:fs';
import { delimiter, join, relative, sep } from 'node:path';

/**
 * What the user types to get here, for commands to copy: `sweep` where it is on the PATH, `npx sweep` inside the
 * clone (npx puts its own folder on the PATH, which is gone afterwards), the script's path elsewhere.
 */
export function programName(
  path: string,
  folder: string,
  clone: string,
  exists: (file: string) => boolean = existsSync,
): string {
  const lasting = path.split(delimiter).filter((entry) => entry !== '' && !entry.includes('node_modules'));
  if (lasting.some((entry) => exists(join(entry, 'sweep')))) return 'sweep';
  const way = relative(clone, folder);
  const inside = way !== '..' && !way.startsWith(`..${sep}`);
  return inside ? 'npx sweep' : `node ${join(clone, 'packages/cli/bin/sweep.mjs')}`;
}
