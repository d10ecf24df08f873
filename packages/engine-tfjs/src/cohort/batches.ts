import type { FitInput, Rows, Seed } from '@latentsweep/core';
import type { Draws } from '../draws.ts';
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

/** Where a lane's orders come from. */
export interface Shuffling {
  readonly draws: Draws;
  readonly seed: Seed;
  readonly purpose: number;
}

/** The batches of `passes` passes, each in a new order; the last pass is measured. */
export function fitBatches(
  input: FitInput,
  columns: number,
  batchSize: number,
  { draws, seed, purpose }: Shuffling,
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
      if (step === 0) draws.shuffle(order, seed, purpose, round);
      return {
        numbers: order.subarray(step * batchSize, (step + 1) * batchSize),
        round,
        step,
        measured: pass === passes - 1,
      };
    },
  };
}

/** The batches of one pass over the rows as they come, all measured. */
export function orderedBatches(
  sources: readonly Rows[],
  order: Uint32Array,
  columns: number,
  batchSize: number,
  round: number,
): LaneBatches {
  let step = 0;
  return {
    steps: Math.ceil(order.length / batchSize),
    rows: order.length,
    gather: new Gather(sources, columns, order),
    weights: null,
    next() {
      const numbers = order.subarray(step * batchSize, (step + 1) * batchSize);
      return { numbers, round, step: step++, measured: true };
    },
  };
}

/** 0, 1, .. count - 1. */
export function firstRows(count: number): Uint32Array {
  const order = new Uint32Array(count);
  for (let row = 0; row < count; row++) order[row] = row;
  return order;
}
