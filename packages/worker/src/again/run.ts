import { Worker } from 'node:worker_threads';
import { InputError, LatentsweepError } from '@latentsweep/core';
import { crashReason, threadHeapMb } from '../crash.ts';
import { machineBytes } from '../memory.ts';
import type { AgainPost, AgainTask, MadePart, TrainedAgain } from './task.ts';

export interface AgainOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((epoch: number) => void) | undefined;
  /** Given what is made, part by part, until it says that no more is wanted. */
  readonly onMade?: ((part: MadePart) => Promise<boolean>) | undefined;
  /** A thread that tells of nothing for this long is ended: 10 minutes. */
  readonly stallMs?: number;
}

const STALL_MS = 600_000;
/** Beside the threads of a sweep that may be running. */
const THREADS = 4;

/**
 * Trains one trial in a thread of its own, which is gone afterwards. Rejects with the signal's reason where it is aborted,
 * with what `trainOnce` threw for users, and with LatentsweepError `again_failed` where the thread died.
 */
export function runAgain(task: AgainTask, options: AgainOptions = {}): Promise<TrainedAgain> {
  return runScript(new URL('./thread.ts', import.meta.url), task, options);
}

/** `script`: what the thread runs. */
export async function runScript(
  script: URL,
  task: AgainTask,
  { signal, onEpoch = () => {}, onMade = async () => false, stallMs = STALL_MS }: AgainOptions,
): Promise<TrainedAgain> {
  signal?.throwIfAborted();
  const thread = new Worker(script, {
    workerData: task,
    execArgv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: threadHeapMb(machineBytes(), THREADS),
      maxYoungGenerationSizeMb: 48,
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<TrainedAgain>();
  const stalled = setTimeout(() => reject(failed(`no epoch ended within ${stallMs / 1000} s`)), stallMs);
  const onAbort = () => reject(signal!.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  thread.on('message', (post: AgainPost) => {
    stalled.refresh();
    if (post.kind === 'epoch') onEpoch(post.epoch);
    else if (post.kind === 'made') onMade(post.part).then((more) => thread.postMessage(more), reject);
    else if (post.kind === 'ended') resolve(post.end);
    else reject(new InputError(post.code, post.message, post.hint));
  });
  thread.on('error', (error) => reject(failed(crashReason(error))));
  thread.on('exit', (code) => reject(failed(`its thread ended with the code ${code}`)));
  try {
    return await promise;
  } finally {
    clearTimeout(stalled);
    signal?.removeEventListener('abort', onAbort);
    await thread.terminate();
  }
}

function failed(reason: string): LatentsweepError {
  return new LatentsweepError(
    'again_failed',
    `The trial could not be trained again: ${reason}.`,
    'Ask for it once more when the machine has more memory free; `sweep doctor` tries the engine.',
  );
}
