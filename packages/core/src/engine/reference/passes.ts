import { type Seed, shuffle } from '../../random/stream.ts';
import type { FitInput } from '../port.ts';

/** Consecutive batches of `batchSize` row numbers, the last one with what is left. */
export function batches(order: Uint32Array, batchSize: number): Uint32Array[] {
  const count = Math.ceil(order.length / batchSize);
  return Array.from({ length: count }, (_, step) => order.subarray(step * batchSize, (step + 1) * batchSize));
}

/**
 * Goes over the rows `input.passes` times, each time in a new order. `train` learns from one batch.
 * Returns what it made of the batches of the last pass.
 */
export function fitPasses<Result>(
  input: FitInput,
  batchSize: number,
  seed: Seed,
  purpose: number,
  train: (batch: Uint32Array, round: number, step: number) => Result,
): Result[] {
  const order = input.order.slice();
  let last: Result[] = [];
  for (let pass = 0; pass < input.passes; pass++) {
    const round = input.round + pass;
    shuffle(order, seed, purpose, round);
    last = batches(order, batchSize).map((batch, step) => train(batch, round, step));
  }
  return last;
}
