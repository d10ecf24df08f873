import type { Region } from './heap.ts';
import type { Instruction } from './program.ts';
import { rowWidth } from './rows.ts';

/** Rows of a tile are two vectors of 4 floats at a time. */
export const strideOf = (batchSize: number): number => Math.ceil(batchSize / 8) * 32;

/** The tiles of a batch's inputs, by address. */
export type Batch = ReturnType<typeof allocateBatch>;

/**
 * `classes`: inputs behind the features that say a row's class, as the network wants them. One is the label itself, which
 * lies there; more are one-hot, and written over it.
 */
export function allocateBatch(region: Region, features: number, batchSize: number, classes = 0) {
  const stride = strideOf(batchSize);
  const width = rowWidth(features);
  const x = region.allocate(Math.max(width, features + classes) * stride);
  const weights = region.allocate(stride);
  const behind = x + features * stride;
  const labels = classes > 1 ? region.allocate(stride) : behind;
  /** Writes the inputs that say a row's class. */
  const classRows = (to: number): readonly Instruction[] =>
    classes === 0 || to === labels
      ? []
      : [classes === 1 ? ['COPY_ROW', to, labels] : ['ONE_HOT', labels, classes, to]];
  /** Fills the weights alone. */
  const loadWeights: readonly Instruction[] = [['ROW_WEIGHTS', weights]];
  /** Fills all of them from the rows of the list. */
  const load: readonly Instruction[] = [
    ['GATHER', width / 4, x],
    ...(labels === behind ? [] : ([['COPY_ROW', labels, behind]] as const)),
    ...classRows(behind),
    ...loadWeights,
  ];
  return { stride, x, labels, weights, classRows, load, loadWeights };
}

/** The same of images, each value of 8 rows side by side: see assembly/blocks.ts. */
export function allocateImages(region: Region, features: number, batchSize: number) {
  const stride = strideOf(batchSize);
  const width = rowWidth(features);
  const x = region.allocate(width * stride);
  const weights = region.allocate(stride);
  const labels = region.allocate(stride);
  const loadWeights: readonly Instruction[] = [['ROW_WEIGHTS', weights]];
  const load: readonly Instruction[] = [['GATHER_BLOCKS', width / 4, features, x, labels], ...loadWeights];
  return { stride, x, labels, weights, load, loadWeights };
}
