import type { Batch, LaneBatches } from './batches.ts';
import { phases } from './phases.ts';

/** Advances some lanes by one batch each: batch i is that of the i-th lane. */
export type Step = (batches: readonly Batch[]) => void;

/**
 * Takes every lane through its batches, all of them together for as long as they last. `begin` prepares for the
 * lanes of a phase and says how to make one step.
 */
export function drive(
  given: readonly (LaneBatches | null)[],
  begin: (lanes: readonly number[]) => Step,
): void {
  for (const { lanes, from, to } of phases(given.map((batches) => batches?.steps ?? 0))) {
    const step = begin(lanes);
    for (let t = from; t < to; t++) step(lanes.map((lane) => given[lane]!.next()));
  }
}

/** f of each input with its lane; null for a lane that sits out. Throws RangeError unless there is one a lane. */
export function eachInput<Input, Output>(
  lanes: number,
  inputs: readonly (Input | null)[],
  f: (input: Input, lane: number) => Output,
): (Output | null)[] {
  if (inputs.length !== lanes) {
    throw new RangeError(`${inputs.length} inputs for ${lanes} lanes; give one each, null to sit out`);
  }
  return inputs.map((input, lane) => (input === null ? null : f(input, lane)));
}
