import { concatenate, rowsFrom } from '../dataset/rows.ts';
import { Stream } from '../random/stream.ts';
import { type ArmContext, type FixedPlan, minorityClasses } from './arm.ts';

/** Rows that a minority class lacks to its target. */
export function missingRows({ training }: ArmContext, k: number): number {
  return training.target[k]! - training.kept[k]!.length;
}

/**
 * Each minority class brought to its target by rows that are made once, from the kept rows of that class: all kept rows, then
 * these. `make` is told the class's row numbers, how many rows are wanted and a stream of its own, keyed by `purpose` and
 * the class, and returns features [count, D].
 */
export function filledUp(
  context: ArmContext,
  purpose: number,
  make: (rows: Uint32Array, count: number, stream: Stream) => Float32Array,
): FixedPlan {
  const { dataset, training, seed } = context;
  const { features, train } = dataset;
  const missing = minorityClasses(context).map((k) => ({ k, count: missingRows(context, k) }));
  const total = missing.reduce((sum, { count }) => sum + count, 0);
  const prepared = { features: new Float32Array(total * features), labels: new Uint8Array(total) };
  let at = 0;
  for (const { k, count } of missing) {
    const rows = make(training.kept[k]!, count, new Stream(seed, purpose, k));
    prepared.features.set(rows, at * features);
    prepared.labels.fill(k, at, at + count);
    at += count;
  }
  const order = concatenate([...training.kept, rowsFrom(train.count, total)]);
  return { kind: 'fixed', set: { order, weights: null }, prepared };
}
