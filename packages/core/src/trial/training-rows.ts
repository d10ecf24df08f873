/** A training set's rows as they are, wherever they lie. */

import type { ArmPlan, TrainingSet } from '../augment/arm.ts';
import type { FittingRows } from '../classifier/classifier.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { readRow } from '../dataset/rows.ts';
import { type MadePieces, placeMade } from './made-pieces.ts';

/** The class of each row that an arm prepared or generates, in whatever epoch; zeros where that changes. */
export function madeLabels(plan: ArmPlan, { train }: Dataset): Uint8Array {
  switch (plan.kind) {
    case 'fixed':
      return plan.prepared?.labels ?? new Uint8Array(0);
    case 'renewed':
      return new Uint8Array(plan.count);
    case 'generating':
      return Uint8Array.from(plan.generateFrom, (row) => train.labels[row]!);
  }
}

/** What the rows of each class weigh in a training set, as shares of all; `made`: the classes of made rows. [K] */
export function classShares(
  made: Uint8Array,
  { train, classes }: Dataset,
  { order, weights }: TrainingSet,
): Float64Array {
  const shares = new Float64Array(classes);
  for (const row of order) {
    const label = row < train.count ? train.labels[row]! : made[row - train.count]!;
    shares[label] = shares[label]! + (weights?.[row] ?? 1);
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/**
 * The rows of a training set side by side; `made` are those that the arm made, of the classes `madeRows`. `together`: a row that stands there
 * several times comes once, with so much more weight.
 */
export async function fittingRows(
  madeRows: Uint8Array,
  dataset: Dataset,
  set: TrainingSet,
  made: MadePieces,
  together: boolean,
): Promise<FittingRows> {
  const { train, features: columns, classes } = dataset;
  const { order, weights } = together ? collected(set, train.count + madeRows.length) : spread(set);
  const features = new Float32Array(order.length * columns);
  const labels = new Uint8Array(order.length);
  for (const [i, row] of order.entries()) {
    if (row < train.count) readRow(train, columns, row, features.subarray(i * columns, (i + 1) * columns));
    labels[i] = row < train.count ? train.labels[row]! : madeRows[row - train.count]!;
  }
  const numbers = Int32Array.from(order, (row) => row - train.count);
  await placeMade({ pieces: made, count: madeRows.length }, numbers, columns, features);
  return { features, labels, weights, count: order.length, columns, classes };
}

/** Each row that occurs, with its weight as often as it does. `rows`: how many there are. */
function collected({ order, weights }: TrainingSet, rows: number): TrainingSet {
  const times = new Float32Array(rows);
  for (const row of order) times[row] = times[row]! + 1;
  const occurring = Uint32Array.from(times.keys()).filter((row) => times[row]! > 0);
  const own = Float32Array.from(occurring, (row) => times[row]! * (weights?.[row] ?? 1));
  return { order: occurring, weights: own.every((weight) => weight === 1) ? null : own };
}

function spread({ order, weights }: TrainingSet): TrainingSet {
  return { order, weights: weights && Float32Array.from(order, (row) => weights[row]!) };
}
