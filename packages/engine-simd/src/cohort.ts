/** This engine advances one network at a time: its cohorts have one lane. */

/** The only lane. Throws RangeError where there is not exactly one. */
export function onlyLane<Lane>(lanes: readonly Lane[]): Lane {
  if (lanes.length !== 1) throw new RangeError(`a cohort of ${lanes.length} lanes, not of 1`);
  return lanes[0]!;
}

/** f of the input of the only lane; null where it sits out. Throws RangeError unless there is one input. */
export function forLane<Input, Output>(
  inputs: readonly (Input | null)[],
  f: (input: Input) => Output,
): (Output | null)[] {
  if (inputs.length !== 1) {
    throw new RangeError(`${inputs.length} inputs for 1 lane; give one, null to sit out`);
  }
  return inputs.map((input) => (input === null ? null : f(input)));
}

export function checkLane(lane: number): void {
  if (lane !== 0) throw new RangeError(`no lane ${lane} in a cohort of 1`);
}
