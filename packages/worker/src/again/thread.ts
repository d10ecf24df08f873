/** The script of a thread that trains one trial again. */

import { once } from 'node:events';
import module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { LatentsweepError } from '@latentsweep/core';
import type { AgainPost, AgainTask, MadePart } from './task.ts';

module.enableCompileCache?.();
const [{ trainOnce }, { ENGINES }] = await Promise.all([import('./train-once.ts'), import('../engines.ts')]);

/** Epochs may be many and short. */
const TELL_EVERY_MS = 50;

const post = (message: AgainPost) => parentPort!.postMessage(message);
let told = performance.now();

try {
  const onEpoch = (epoch: number) => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    post({ kind: 'epoch', epoch });
  };
  const onMade = async (part: MadePart) => {
    const answer = once(parentPort!, 'message');
    const values = part.columns.map((column) => column.values.buffer as ArrayBuffer);
    parentPort!.postMessage({ kind: 'made', part } satisfies AgainPost, values);
    return (await answer)[0] as boolean;
  };
  const end = await trainOnce(ENGINES, workerData as AgainTask, { onEpoch, onMade });
  post({ kind: 'ended', end });
} catch (error) {
  // Others end the thread, which tells of them with their kind: memory that ran out, for one.
  if (!(error instanceof LatentsweepError)) throw error;
  const { code, message, hint } = error;
  post({ kind: 'refused', code, message, hint });
}
