/** What every engine holds its callers to, in the same words. */

import { plural } from '../words.ts';

/** f of each input with its lane; null for a lane that sits out. Throws RangeError unless there is one a lane. */
export function eachLane<Input, Output>(
  lanes: number,
  inputs: readonly (Input | null)[],
  f: (input: Input, lane: number) => Output,
): (Output | null)[] {
  if (inputs.length !== lanes) {
    throw new RangeError(
      `${inputs.length} inputs for ${plural(lanes, 'lane')}; give one each, null to sit out`,
    );
  }
  return inputs.map((input, lane) => (input === null ? null : f(input, lane)));
}

/** Throws RangeError where a cohort has no such lane. */
export function checkLane(lane: number, lanes: number): void {
  if (!(lane >= 0 && lane < lanes)) throw new RangeError(`no lane ${lane} in a cohort of ${lanes}`);
}

/** Throws RangeError where their number is not the network's. */
export function checkParameters(parameters: Float32Array, size: number): void {
  if (parameters.length !== size) {
    throw new RangeError(`${parameters.length} parameters for a network of ${size}`);
  }
}
