import { exp } from '../math/elementary.ts';
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

/** The same of probabilities, whatever gave them: p_k e^shift_k, to sum to one again. [rows, P] */
export function shiftProbabilities(
  probabilities: Float32Array,
  logPriorShift: readonly number[],
): Float32Array {
  const outputs = headOutputs(logPriorShift.length);
  if (outputs === 1) {
    const factor = exp(logPriorShift[1]! - logPriorShift[0]!);
    return probabilities.map((p) => (p * factor) / (p * factor + (1 - p)));
  }
  const factors = logPriorShift.map((shift) => exp(shift));
  const shifted = probabilities.map((p, i) => p * factors[i % outputs]!);
  for (let row = 0; row < shifted.length; row += outputs) {
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += shifted[row + k]!;
    for (let k = 0; k < outputs; k++) shifted[row + k] = shifted[row + k]! / sum;
  }
  return shifted;
}
