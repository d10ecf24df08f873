import type { Seed } from '@latentsweep/core';
import type { Draws } from '../draws.ts';
import type { Batch } from './batches.ts';

/** The stride of the port's noise of a batch: B rounded up to a multiple of 4. */
export const stride = (rows: number): number => Math.ceil(rows / 4) * 4;

/** Purposes of the dropout of two layers are that far apart. */
const LAYER_PURPOSES = 256;

interface Dropped {
  readonly seed: Seed;
  /** The purpose of the first layer's dropout. */
  readonly purpose: number;
  /** The layer's number, and its units. */
  readonly layer: number;
  readonly units: number;
  readonly rate: number;
}

/** Writes the factors of a layer's units for a lane's `rows`, [rows, units]: 0 for a share `rate`, else 1 / (1 - rate). */
export function fillFactors(
  draws: Draws,
  { seed, purpose, layer, units, rate }: Dropped,
  { round, step }: Pick<Batch, 'round' | 'step'>,
  rows: number,
  to: Float32Array,
): void {
  const s = stride(rows);
  const words = draws.words(units * s, seed, purpose + LAYER_PURPOSES * layer, round, step);
  const [threshold, scale] = [rate * 2 ** 32, 1 / (1 - rate)];
  for (let o = 0; o < units; o++) {
    for (let b = 0; b < rows; b++) to[b * units + o] = words[o * s + b]! < threshold ? 0 : scale;
  }
}
