import { concatenate, rowsFrom } from '../dataset/rows.ts';
import type { Seed } from '../random/stream.ts';
import { Stream } from '../random/stream.ts';
import { type ArmContext, type FixedPlan, minorityClasses } from './arm.ts';

/** Makes `count` rows of one class, [count, D], by the stream's draws. */
export type RowMaker = (count: number, stream: Pick<Stream, 'below' | 'uniform'>) => Float32Array;

/** Rows that a minority class lacks to its target. */
export function missingRows({ training }: ArmContext, k: number): number {
  return training.target[k]! - training.kept[k]!.length;
}

/** Rows that are made at once. */
const PIECE = 256;

/**
 * Each minority class brought to its target by rows that are made once, from the kept rows of that class: all kept rows, then
 * these. `makerOf` is told the class's row numbers; its maker gets a stream of its own, keyed by `purpose` and the class, and
 * continues with it what it made before.
 */
export function filledUp(
  context: ArmContext,
  purpose: number,
  makerOf: (rows: Uint32Array) => RowMaker,
): FixedPlan {
  const { dataset, training } = context;
  const missing = minorityClasses(context).map((k) => ({ k, count: missingRows(context, k) }));
  const labels = Uint8Array.from(missing.flatMap(({ k, count }) => Array<number>(count).fill(k)));
  const order = concatenate([...training.kept, rowsFrom(dataset.train.count, labels.length)]);
  function maker() {
    const makers = missing.map(({ k }) => makerOf(training.kept[k]!));
    return function* (seed: Seed) {
      for (const [i, { k, count }] of missing.entries()) {
        const stream = new Stream(seed, purpose, k);
        for (let at = 0; at < count; at += PIECE) yield makers[i]!(Math.min(PIECE, count - at), stream);
      }
    };
  }
  return { kind: 'fixed', set: { order, weights: null }, prepared: { labels, maker } };
}
