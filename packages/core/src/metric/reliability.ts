/** How often what is predicted comes true, bin by bin: what the expected calibration error is the sum of. */

import { headOutputs } from '../model/network.ts';
import { BINS, binOf } from './calibration.ts';
import { predictedClass } from './threshold.ts';

/** Of each bin its rows, the sum of their probabilities and how many came true: of several splits, they add up. [15] each */
export interface Reliability {
  readonly rows: Float64Array;
  readonly predicted: Float64Array;
  readonly observed: Float64Array;
}

/**
 * Of one class against the rest, or of the class that is predicted, whichever it is. `probabilities` [n, P] row-major and
 * `labels` [n], as `computeMetrics` takes them; of two classes that of class 1 alone is meant.
 */
export function reliability(
  probabilities: Float32Array,
  labels: Uint8Array,
  classes: number,
  of: number | 'predicted',
): Reliability {
  const outputs = headOutputs(classes);
  const bins = {
    rows: new Float64Array(BINS),
    predicted: new Float64Array(BINS),
    observed: new Float64Array(BINS),
  };
  for (let row = 0; row < labels.length; row++) {
    const meant = outputs === 1 ? 1 : of === 'predicted' ? predictedClass(probabilities, row, classes) : of;
    const p = probabilities[outputs === 1 ? row : row * outputs + meant]!;
    const bin = binOf(p);
    bins.rows[bin]! += 1;
    bins.predicted[bin]! += p;
    bins.observed[bin]! += labels[row] === meant ? 1 : 0;
  }
  return bins;
}

/** Sum over bins of (rows in it / rows) * |mean outcome - mean probability|; NaN without rows. */
export function calibrationError({ rows, predicted, observed }: Reliability): number {
  const count = rows.reduce((sum, n) => sum + n, 0);
  return observed.reduce((sum, came, bin) => sum + Math.abs(came - predicted[bin]!), 0) / count;
}
