import type { FitInput, GenerateInput } from '@latentsweep/core';
import { Gather } from './gather.ts';

/** One batch of one lane; `round` and `step` key its noise. */
export type Batch = ReturnType<LaneBatches['next']>;

/** What one lane goes through in a call, batch by batch. */
export type LaneBatches = ReturnType<typeof laneBatches>;

/**
 * The batches of all passes, the last of which is measured; `step`: the number of a pass's first. `shuffle` brings the rows
 * into the order of a pass.
 */
export function laneBatches(
  input: FitInput & Pick<GenerateInput, 'step'>,
  columns: number,
  batchSize: number,
  shuffle?: (order: Uint32Array, round: number) => void,
) {
  const { sources, weights, passes, step: first = 0 } = input;
  const order = input.order.slice();
  const perPass = Math.ceil(order.length / batchSize);
  let at = 0;
  return {
    steps: passes * perPass,
    /** Rows that are measured. */
    rows: passes > 0 ? order.length : 0,
    gather: new Gather(sources, columns, order),
    /** By row number; null for 1 each. */
    weights,
    /** The next batch. Valid until the next call. */
    next() {
      const pass = Math.floor(at / perPass);
      const i = at++ % perPass;
      const round = input.round + pass;
      if (i === 0) shuffle?.(order, round);
      return {
        /** Row numbers. */
        numbers: order.subarray(i * batchSize, (i + 1) * batchSize),
        round,
        step: first + i,
        /** Whether its losses are wanted. */
        measured: pass === passes - 1,
      };
    },
  };
}
