import { chooseBelow } from '../../random/choose.ts';
import { Purpose, Stream } from '../../random/stream.ts';
import type { FittingRows } from '../classifier.ts';
import type { BoostingSettings } from './settings.ts';
import { binOf, thresholds } from './thresholds.ts';

/** Quantiles of more rows than these are those of so many of them. */
const SAMPLED = 200_000;

/** Features as numbers of bins, column after column. */
export interface BinnedRows {
  readonly count: number;
  readonly columns: number;
  /** The bin of row i in column c at c * count + i. */
  readonly bins: Uint8Array;
  /** Cuts of each column. */
  readonly cuts: readonly Float32Array[];
  /** Whether a value of the column is NaN; its bin is the one after the column's last. [columns] */
  readonly missing: Uint8Array;
  /** Where each column's bins begin in a histogram of all, that of NaN included; at the end the number of all. */
  readonly starts: Uint32Array;
}

/** Bins of the columns of the rows of these numbers, by their cuts. `weights`: of these rows, [numbers], or null for 1 each. */
export function binRows(
  { features, columns }: Pick<FittingRows, 'features' | 'columns'>,
  numbers: Uint32Array,
  weights: Float32Array | null,
  { maxBins, seed }: Pick<BoostingSettings, 'maxBins' | 'seed'>,
): BinnedRows {
  const count = numbers.length;
  const sampled =
    count > SAMPLED ? chooseBelow(count, SAMPLED, new Stream(seed, Purpose.boostingBins)) : null;
  const sampledWeights = weights && sampled ? Float32Array.from(sampled, (row) => weights[row]!) : weights;
  const column = new Float32Array(count);
  const sorted = new Float32Array(sampled?.length ?? count);
  const bins = new Uint8Array(count * columns);
  const missing = new Uint8Array(columns);
  const starts = new Uint32Array(columns + 1);
  const cuts: Float32Array[] = [];
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < count; i++) column[i] = features[numbers[i]! * columns + c]!;
    if (sampled) for (let i = 0; i < sampled.length; i++) sorted[i] = column[sampled[i]!]!;
    else sorted.set(column);
    const own = thresholds(sorted, sampledWeights, maxBins);
    cuts.push(own);
    missing[c] = binColumn(column, own, bins.subarray(c * count, (c + 1) * count)) ? 1 : 0;
    starts[c + 1] = starts[c]! + own.length + 1 + missing[c]!;
  }
  return { count, columns, bins, cuts, missing, starts };
}

/** Whether there was a NaN. */
function binColumn(column: Float32Array, cuts: Float32Array, bins: Uint8Array): boolean {
  let missing = false;
  for (let i = 0; i < column.length; i++) {
    const value = column[i]!;
    if (!Number.isNaN(value)) bins[i] = binOf(cuts, cuts.length, value);
    else {
      bins[i] = cuts.length + 1;
      missing = true;
    }
  }
  return missing;
}
