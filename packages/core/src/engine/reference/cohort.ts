/**
 * A cohort as a plain loop over lanes: what a lane does never depends on the lanes beside it.
 */

/** f of each lane and its input; null for a lane that sits out. Throws RangeError unless there is one a lane. */
export function eachLane<Lane, Input, Output>(
  lanes: readonly Lane[],
  inputs: readonly (Input | null)[],
  f: (lane: Lane, input: Input) => Output,
): (Output | null)[] {
  if (inputs.length !== lanes.length) {
    throw new RangeError(`${inputs.length} inputs for ${lanes.length} lanes; give one each, null to sit out`);
  }
  return lanes.map((lane, k) => {
    const input = inputs[k] ?? null;
    return input === null ? null : f(lane, input);
  });
}

export function laneAt<Lane>(lanes: readonly Lane[], k: number): Lane {
  const lane = lanes[k];
  if (lane === undefined) throw new RangeError(`no lane ${k} in a cohort of ${lanes.length}`);
  return lane;
}

/** A copy of a lane's first parameters in f64. Throws RangeError where their number is not the network's. */
export function copyParameters(parameters: Float32Array, expected: number): Float64Array {
  if (parameters.length !== expected) {
    throw new RangeError(`${parameters.length} parameters for a network of ${expected}`);
  }
  return Float64Array.from(parameters);
}
