import type { FitInput } from '@latentsweep/core';
import { Gather } from './gather.ts';

/** One batch of one lane. */
export interface Batch {
  /** Row numbers. */
  readonly numbers: Uint32Array;
  /** These key the batch's noise. */
  readonly round: number;
  readonly step: number;
  /** Whether its losses are wanted. */
  readonly measured: boolean;
}

/** What one lane goes through in a call, batch by batch. */
export interface LaneBatches {
  readonly steps: number;
  /** Rows that are measured. */
  readonly rows: number;
  readonly gather: Gather;
  /** By row number; null for 1 each. */
  readonly weights: Float32Array | null;
  /** The next batch. Valid until the next call. */
  next(): Batch;
}

/** The batches of all passes, the last of which is measured. `shuffle` brings the rows into the order of a pass. */
export function laneBatches(
  input: FitInput,
  columns: number,
  batchSize: number,
  shuffle?: (order: Uint32Array, round: number) => void,
): LaneBatches {
  const { sources, weights, passes } = input;
  const order = input.order.slice();
  const perPass = Math.ceil(order.length / batchSize);
  let at = 0;
  return {
    steps: passes * perPass,
    rows: passes > 0 ? order.length : 0,
    gather: new Gather(sources, columns, order),
    weights,
    next() {
      const pass = Math.floor(at / perPass);
      const step = at++ % perPass;
      const round = input.round + pass;
      if (step === 0) shuffle?.(order, round);
      return {
        numbers: order.subarray(step * batchSize, (step + 1) * batchSize),
        round,
        step,
        measured: pass === passes - 1,
      };
    },
  };
}
