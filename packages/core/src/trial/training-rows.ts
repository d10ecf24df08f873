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
 * The rows of a training set, whose features lie there once; `made` are those that the arm made, of the classes `madeRows`.
 * `together`: a row that stands there several times comes once, with so much more weight.
 */
export async function fittingRows(
  madeRows: Uint8Array,
  dataset: Dataset,
  set: TrainingSet,
  made: MadePieces,
  together: boolean,
): Promise<FittingRows> {
  const { train, features: columns, classes } = dataset;
  const times = timesOf(set, train.count + madeRows.length);
  const occurring = Uint32Array.from(times.keys()).filter((row) => times[row]! > 0);
  const features = new Float32Array(occurring.length * columns);
  for (const [i, row] of occurring.entries()) {
    if (row < train.count) readRow(train, columns, row, features.subarray(i * columns, (i + 1) * columns));
  }
  const numbers = Int32Array.from(occurring, (row) => row - train.count);
  await placeMade({ pieces: made, count: madeRows.length }, numbers, columns, features);
  const { order, weights } = together ? collected(set, occurring, times) : spread(set);
  const labels = Uint8Array.from(order, (row) =>
    row < train.count ? train.labels[row]! : madeRows[row - train.count]!,
  );
  const rows = { features, labels, weights, count: order.length, columns, classes };
  return together ? rows : { ...rows, places: placesOf(order, occurring, times.length) };
}

/** How often each of so many rows stands in a set. */
function timesOf({ order }: TrainingSet, rows: number): Float32Array {
  const times = new Float32Array(rows);
  for (const row of order) times[row] = times[row]! + 1;
  return times;
}

/** Where each row of an order stands among those that occur, of so many. */
function placesOf(order: Uint32Array, occurring: Uint32Array, rows: number): Uint32Array {
  const places = new Uint32Array(rows);
  for (const [i, row] of occurring.entries()) places[row] = i;
  return order.map((row) => places[row]!);
}

/** Each row that occurs, with its weight as often as it does. */
function collected({ weights }: TrainingSet, occurring: Uint32Array, times: Float32Array): TrainingSet {
  const own = Float32Array.from(occurring, (row) => times[row]! * (weights?.[row] ?? 1));
  return { order: occurring, weights: own.every((weight) => weight === 1) ? null : own };
}

function spread({ order, weights }: TrainingSet): TrainingSet {
  return { order, weights: weights && Float32Array.from(order, (row) => weights[row]!) };
}
