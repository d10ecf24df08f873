import type { Seed } from '@latentsweep/core';
import type { Draws } from '../draws.ts';
import type { Batch } from './batches.ts';

/** The port's noise of a batch, by rows. S, the stride of the draws, is B rounded up to a multiple of 4. */
const stride = (rows: number): number => Math.ceil(rows / 4) * 4;

/** Fills eps [B, L] of one lane from element `at` on. */
export function fillEps(
  eps: Float32Array,
  at: number,
  rows: number,
  latentSize: number,
  draws: Draws,
  seed: Seed,
  purpose: number,
  { round, step }: Batch,
): void {
  const s = stride(rows);
  const normals = draws.normals(latentSize * s, seed, purpose, round, step);
  for (let j = 0; j < latentSize; j++) {
    for (let b = 0; b < rows; b++) eps[at + b * latentSize + j] = normals[j * s + b]!;
  }
}

/** Fills the factors [B, H] of one hidden layer of one lane: 0 for a share `rate` of them, else 1 / (1 - rate). */
export function fillKeep(
  keep: Float32Array,
  at: number,
  rows: number,
  size: number,
  rate: number,
  draws: Draws,
  seed: Seed,
  purpose: number,
  { round, step }: Batch,
): void {
  if (rate === 0) {
    keep.fill(1, at, at + rows * size);
    return;
  }
  const s = stride(rows);
  const words = draws.words(size * s, seed, purpose, round, step);
  const threshold = rate * 2 ** 32;
  const scale = 1 / (1 - rate);
  for (let o = 0; o < size; o++) {
    for (let b = 0; b < rows; b++) keep[at + b * size + o] = words[o * s + b]! < threshold ? 0 : scale;
  }
}
