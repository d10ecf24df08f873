import type { Region } from './heap.ts';
import type { Instruction } from './program.ts';
import { rowWidth } from './rows.ts';

/** Rows of a tile are two vectors of 4 floats at a time. */
export const strideOf = (batchSize: number): number => Math.ceil(batchSize / 8) * 32;

/** The tiles of a batch's inputs, by address. */
export type Batch = ReturnType<typeof allocateBatch>;

export function allocateBatch(region: Region, features: number, batchSize: number) {
  const stride = strideOf(batchSize);
  const width = rowWidth(features);
  const x = region.allocate(width * stride);
  const weights = region.allocate(stride);
  /** Fills the weights alone. */
  const loadWeights: readonly Instruction[] = [['ROW_WEIGHTS', weights]];
  /** Fills all of them from the rows of the list. */
  const load: readonly Instruction[] = [['GATHER', width / 4, x], ...loadWeights];
  return { stride, x, labels: x + features * stride, weights, load, loadWeights };
}
