import { Purpose, type Seed, Stream, shuffle } from '../random/stream.ts';
import type { Dataset } from './dataset.ts';

/** The training rows of one replicate after the minority classes were cut, as row numbers by class. */
export interface CutTraining {
  /** Rows that are left of each class. [K][...] */
  readonly kept: readonly Uint32Array[];
  /** How many rows of each class a balanced training set has, never fewer than are kept. [K] */
  readonly target: readonly number[];
}

/**
 * Keeps the share `minorityRate` of each minority class's training rows, at least one.
 * One permutation a class and replicate: a smaller rate keeps a subset of a larger one's rows.
 */
export function cutMinority(dataset: Dataset, minorityRate: number, seed: Seed): CutTraining {
  const byClass = rowsByClass(dataset);
  const majorityCount = byClass[dataset.majority]!.length;
  const target = byClass.map((rows, k) =>
    k === dataset.majority || dataset.balance === 'original'
      ? rows.length
      : Math.max(rows.length, majorityCount),
  );
  const kept = byClass.map((rows, k) => {
    if (k === dataset.majority) return rows;
    shuffle(rows, seed, Purpose.cut, k);
    return rows.subarray(0, Math.max(1, Math.round(rows.length * minorityRate)));
  });
  return { kept, target };
}

/** Every class's rows brought up to its target by drawing from them with replacement; all kept rows stay. [K][target] */
export function oversample(training: CutTraining, seed: Seed): Uint32Array[] {
  return training.kept.map((rows, k) => {
    const target = training.target[k]!;
    if (target === rows.length) return rows;
    const drawn = new Uint32Array(target);
    drawn.set(rows);
    const stream = new Stream(seed, Purpose.oversample, k);
    for (let i = rows.length; i < target; i++) drawn[i] = rows[stream.below(rows.length)]!;
    return drawn;
  });
}

function rowsByClass({ train, classes }: Dataset): Uint32Array[] {
  const counts = new Uint32Array(classes);
  for (const label of train.labels) counts[label]!++;
  const rows = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (let row = 0; row < train.count; row++) {
    const label = train.labels[row]!;
    rows[label]![counts[label]!++] = row;
  }
  return rows;
}
