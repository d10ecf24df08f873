import { concatenate, rowsFrom } from '../dataset/rows.ts';
import type { Seed } from '../random/stream.ts';
import { Stream } from '../random/stream.ts';
import { type ArmContext, type FixedPlan, minorityClasses, type PreparedRows } from './arm.ts';

/** Makes `count` rows of one class, [count, D], by the stream's draws. */
export type RowMaker = (count: number, stream: Pick<Stream, 'below' | 'uniform'>) => Float32Array;

/** Rows that a minority class lacks to its target. */
export function missingRows({ training }: ArmContext, k: number): number {
  return training.target[k]! - training.kept[k]!.length;
}

/**
 * Each minority class brought to its target by rows that are made once, from the kept rows of that class: all kept rows, then
 * these. `makerOf` is told the class's row numbers; its maker gets a stream of its own, keyed by `purpose` and the class.
 */
export function filledUp(
  context: ArmContext,
  purpose: number,
  makerOf: (rows: Uint32Array) => RowMaker,
): FixedPlan {
  const { dataset, training, seed } = context;
  const { features, train } = dataset;
  const missing = minorityClasses(context).map((k) => ({ k, count: missingRows(context, k) }));
  const total = missing.reduce((sum, { count }) => sum + count, 0);
  const makers = () => missing.map(({ k }) => makerOf(training.kept[k]!));
  const prepare = (own: Seed, make: readonly RowMaker[]): PreparedRows => {
    const prepared = { features: new Float32Array(total * features), labels: new Uint8Array(total) };
    let at = 0;
    for (const [i, { k, count }] of missing.entries()) {
      prepared.features.set(make[i]!(count, new Stream(own, purpose, k)), at * features);
      prepared.labels.fill(k, at, at + count);
      at += count;
    }
    return prepared;
  };
  /** What they know of the rows stays for later seeds. A sweep asks for none, and so holds nothing. */
  let known: readonly RowMaker[] | null = null;
  const order = concatenate([...training.kept, rowsFrom(train.count, total)]);
  return {
    kind: 'fixed',
    set: { order, weights: null },
    prepared: prepare(seed, makers()),
    again(other) {
      known ??= makers();
      return prepare(other, known);
    },
  };
}
