/** The libtensorflow that `sweep setup tensorflow` installs, and an older one beside it, by the same set-up. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
// A recipe is not for users to choose: behind the engine's door.
import { ON_CPU, type Recipe } from '../../packages/engine-tfjs/src/setup/recipe.ts';
import { createSetup } from '../../packages/engine-tfjs/src/setup/setup.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Library {
  readonly version: string;
  readonly folder: string;
}

/** With which docs/engines.md was written first: the last whose bits differ from those of later ones. */
const OLDER: Recipe = {
  ...ON_CPU,
  what: 'libtensorflow 2.15.1',
  version: '2.15.1',
  takes: 0.9e9,
  wheels: ON_CPU.wheels.map((wheel) => ({
    ...wheel,
    version: '2.15.1',
    bytes: 207_208_420,
    sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
    take: [...wheel.take, { from: 'tensorflow/include/tsl/c/', to: 'libtensorflow/include/tsl/c/' }],
  })),
};

/** Where the set-up puts it, or where the user says that it lies; null where there is none. */
export function installed(): Library | null {
  const folder = resolve(process.env['LATENTSWEEP_NATIVE_FOLDER'] ?? join(ROOT, '.latentsweep/native'));
  return existsSync(join(folder, 'libtensorflow')) ? { version: ON_CPU.version, folder } : null;
}

/** Fetches 0.2 GB into build/ the first time. `tell` hears of each step. Throws InputError. */
export async function older(tell: (what: string) => void): Promise<Library> {
  const folder = join(ROOT, 'build', 'libtensorflow-2.15.1');
  const setup = createSetup({ recipes: { cpu: OLDER, gpu: OLDER } });
  const plan = await setup.plan({ folder, gpu: false });
  let last = '';
  await plan.run(({ what }) => {
    if (what !== last) tell(what);
    last = what;
  }, new AbortController().signal);
  return { version: OLDER.version, folder };
}
