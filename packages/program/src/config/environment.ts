import type { ProgramDeclaration } from '@latentsweep/core';
import { type Seed, seedFromHex } from '@latentsweep/core';

/** What every program has of the worker's variables. */
const ALWAYS = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];
/** Which GPUs the worker was given, by `--gpus` or a batch system. */
const GPUS = ['CUDA_DEVICE_ORDER', 'CUDA_VISIBLE_DEVICES'];
/** How libraries of numbers are told the number of their threads. */
const THREADS = ['LATENTSWEEP_THREADS', 'OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'];

export type Variables = Readonly<Record<string, string>>;

/** What is the same for all trials of a program: of the worker's variables only those that are let through. */
export function commonVariables(
  { environment, threads }: Pick<ProgramDeclaration, 'environment' | 'threads'>,
  host: Readonly<Record<string, string | undefined>>,
): Variables {
  const through = [...ALWAYS, ...GPUS, ...environment].flatMap((name) => {
    const value = host[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries([...through, ...THREADS.map((name) => [name, String(threads)] as const)]);
}

/** What fits a seed of Python, NumPy and R: 31 of the 64 bits. */
export function programSeed(hex: string): number {
  const [high]: Seed = seedFromHex(hex);
  return high >>> 1;
}
