import { isDeviceFull, reasonOf } from '@latentsweep/core';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

/** Before a thread is started anew: one that dies at once, again and again, must not keep a core busy with that. */
export function pauseMs(deathsInARow: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (deathsInARow - 1));
}

/** Why a thread died, for people. */
export function crashReason(error: unknown): string {
  return (diedOfMemory(error) ? 'out of memory: ' : '') + reasonOf(error);
}

export function diedOfMemory(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ERR_WORKER_OUT_OF_MEMORY' || isOutOfMemory(error);
}

const NO_MEMORY = /allocation failed|could not allocate memory|unable to grow instance memory|out of memory/i;
/** Status 8 of TensorFlow is that a resource is exhausted; OOM is what it and Emscripten call it. */
const NO_ENGINE_MEMORY = /\bOOM\b|Invalid TF_Status: 8\b|CUDA_ERROR_OUT_OF_MEMORY/;

/**
 * Buffers, WebAssembly memory and a GPU's memory that could not be had. Another time, or another machine, may have it:
 * that is no result of the trial.
 */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isDeviceFull(error)) return true;
  return (
    (error instanceof RangeError && NO_MEMORY.test(error.message)) || NO_ENGINE_MEMORY.test(error.message)
  );
}

const MB = 1024 * 1024;
const LEAST_HEAP_MB = 256;
const MOST_HEAP_MB = 2048;

/**
 * Each thread's bound on its JavaScript heap, in MB: a thread that passes it ends alone, where the system would end the
 * whole process.
 */
export function threadHeapMb(machineBytes: number, threads: number): number {
  const share = Math.floor(machineBytes / 2 / threads / MB);
  return Math.min(MOST_HEAP_MB, Math.max(LEAST_HEAP_MB, share));
}
