/** The script of a thread that trains one trial again. */

import module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { LatentsweepError } from '@latentsweep/core';
import type { AgainPost, AgainTask } from './task.ts';

module.enableCompileCache?.();
const [{ trainOnce }, { ENGINES }] = await Promise.all([import('./train-once.ts'), import('../engines.ts')]);

/** Epochs may be many and short. */
const TELL_EVERY_MS = 50;

const post = (message: AgainPost) => parentPort!.postMessage(message);
let told = performance.now();

try {
  const end = await trainOnce(ENGINES, workerData as AgainTask, (epoch) => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    post({ kind: 'epoch', epoch });
  });
  post({ kind: 'ended', end });
} catch (error) {
  // Others end the thread, which tells of them with their kind: memory that ran out, for one.
  if (!(error instanceof LatentsweepError)) throw error;
  const { code, message, hint } = error;
  post({ kind: 'refused', code, message, hint });
}
