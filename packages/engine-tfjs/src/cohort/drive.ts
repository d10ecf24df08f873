import type { Batch, LaneBatches } from './batches.ts';
import { phases } from './phases.ts';

/** What is prepared for the lanes of a phase. */
export interface Stepper {
  /** Advances them by one batch each: batch i is that of the i-th lane. */
  step(batches: readonly Batch[]): void;
  free(): void;
}

/**
 * Takes every lane through its batches, all of them together for as long as they last. `begin` prepares for the
 * lanes of a phase.
 */
export function drive(
  given: readonly (LaneBatches | null)[],
  begin: (lanes: readonly number[]) => Stepper,
): void {
  for (const { lanes, from, to } of phases(given.map((batches) => batches?.steps ?? 0))) {
    const stepper = begin(lanes);
    try {
      for (let t = from; t < to; t++) stepper.step(lanes.map((lane) => given[lane]!.next()));
    } finally {
      stepper.free();
    }
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

/** The lanes whose batch is measured, -1 in the place of each other. */
export function measuredLanes(lanes: readonly number[], batches: readonly Batch[]): number[] {
  return lanes.map((lane, k) => (batches[k]!.measured ? lane : -1));
}
