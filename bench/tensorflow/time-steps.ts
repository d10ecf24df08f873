/**
 * `node time-steps.ts [FOLDER]`: steps on the libtensorflow in FOLDER, or on `simd`, in a process of its own: the library
 * can't be unloaded, and fixes its threads when it is loaded. Prints what it runs on and microseconds a trial, by network
 * and width, as JSON.
 */

import { createSimdEngine } from '@latentsweep/engine-simd';
import { createTfjsEngine } from '@latentsweep/engine-tfjs';
import { CLASSIFIER, cpu, NETWORKS, timeStep, wall } from '../steps.ts';

export interface StepTimes {
  /** Of libtensorflow. */
  readonly runtime: string | null;
  readonly times: Readonly<Record<string, Readonly<Record<number, number>>>>;
}

const CELL_SECONDS = 0.4;
const EVERY = [1, 2, 4, 8, 16, 32, 64];
const SOME = [1, 8, 64];

const folder = process.argv[2];
// Where one thread works, CPU time is the time that it takes.
const clock = process.env['TF_NUM_INTRAOP_THREADS'] === '1' ? cpu : wall;
const engine =
  folder === undefined
    ? createSimdEngine()
    : await createTfjsEngine({ backend: 'tensorflow', nativeFolder: folder });
const times: Record<string, Record<number, number>> = {};
for (const name of [...Object.keys(NETWORKS), CLASSIFIER]) {
  const widths = name.startsWith('deck') || name === CLASSIFIER ? EVERY : SOME;
  times[name] = {};
  for (const width of folder === undefined ? [1] : widths) {
    times[name][width] = await timeStep(engine, name, width, { seconds: CELL_SECONDS, clock });
  }
}
const report: StepTimes = { runtime: engine.id.runtime ?? null, times };
process.stdout.write(JSON.stringify(report), () => process.exit());
