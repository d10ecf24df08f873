import type { Region } from './heap.ts';
import type { Instruction } from './program.ts';
import { rowWidth } from './rows.ts';

/** Rows of a tile are two vectors of 4 floats at a time. */
export const strideOf = (batchSize: number): number => Math.ceil(batchSize / 8) * 32;

/** The tiles of a batch's inputs, by address. */
export interface Batch {
  readonly stride: number;
  readonly x: number;
  readonly labels: number;
  readonly weights: number;
  /** Fills them from the rows of the list. */
  readonly load: readonly Instruction[];
  /** Fills the weights alone. */
  readonly loadWeights: readonly Instruction[];
}

export function allocateBatch(region: Region, features: number, batchSize: number): Batch {
  const stride = strideOf(batchSize);
  const width = rowWidth(features);
  const x = region.allocate(width * stride);
  const weights = region.allocate(stride);
  const loadWeights: Instruction[] = [['ROW_WEIGHTS', weights]];
  return {
    stride,
    x,
    labels: x + features * stride,
    weights,
    load: [['GATHER', width / 4, x], ...loadWeights],
    loadWeights,
  };
}
