import { headOutputs } from '../model/network.ts';

/**
 * A classifier's parameters with `sign` times the shift added to the biases of its outputs, which come last.
 * `logPriorShift` [K]; with two classes the one output moves by the difference.
 */
export function shiftOutputs(
  parameters: Float32Array,
  logPriorShift: readonly number[],
  sign: 1 | -1,
): Float32Array {
  const outputs = headOutputs(logPriorShift.length);
  const shift = outputs === 1 ? [logPriorShift[1]! - logPriorShift[0]!] : logPriorShift;
  const shifted = parameters.slice();
  shift.forEach((by, k) => {
    shifted[shifted.length - outputs + k]! += sign * by;
  });
  return shifted;
}
