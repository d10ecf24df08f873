/** Metrics of the probabilities themselves. Lower is better. */

import { log } from '../math/elementary.ts';
import { headOutputs } from '../model/network.ts';
import { predictedClass } from './threshold.ts';

export type CalibrationMetrics = Readonly<ReturnType<typeof calibrationMetrics>>;

const EPSILON = 2 ** -23;
/** Of equal width. */
export const BINS = 15;

export function calibrationMetrics(probabilities: Float32Array, labels: Uint8Array, classes: number) {
  return {
    log_loss: logLoss(probabilities, labels, classes),
    brier: brier(probabilities, labels, classes),
    ece: expectedCalibrationError(probabilities, labels, classes),
  };
}

/**
 * Mean of -ln p(true class), p clipped to [2^-23, 1 - 2^-23] as scikit-learn does with float32. Multiplies 32
 * probabilities before each logarithm: at least 2^-736, far from underflow.
 */
export function logLoss(probabilities: Float32Array, labels: Uint8Array, classes: number): number {
  const outputs = headOutputs(classes);
  const count = labels.length;
  let sum = 0;
  for (let start = 0; start < count; start += 32) {
    const end = Math.min(start + 32, count);
    let product = 1;
    for (let row = start; row < end; row++) {
      // Two classes: p of class 1, or 1 - p, without a branch that goes wrong for every other row.
      const p =
        outputs === 1
          ? Math.abs(1 - labels[row]! - probabilities[row]!)
          : probabilities[row * outputs + labels[row]!]!;
      product *= Math.max(EPSILON, Math.min(p, 1 - EPSILON));
    }
    sum -= log(product);
  }
  return sum / count;
}

/**
 * Mean of -ln p(true class) with every class of `shares` [K] counting by its share, however many rows it has here; NaN
 * without rows. p is clipped as in `logLoss`.
 */
export function weightedLogLoss(
  probabilities: Float32Array,
  labels: Uint8Array,
  shares: Float64Array,
): number {
  const outputs = headOutputs(shares.length);
  const losses = new Float64Array(shares.length);
  const counts = new Float64Array(shares.length);
  for (const [row, label] of labels.entries()) {
    const p =
      outputs === 1 ? Math.abs(1 - label - probabilities[row]!) : probabilities[row * outputs + label]!;
    losses[label] = losses[label]! - log(Math.max(EPSILON, Math.min(p, 1 - EPSILON)));
    counts[label] = counts[label]! + 1;
  }
  let sum = 0;
  let total = 0;
  for (const [k, share] of shares.entries()) {
    if (counts[k] === 0) continue;
    sum += (share * losses[k]!) / counts[k]!;
    total += share;
  }
  return sum / total;
}

/** Mean squared distance: of P(class 1) for two classes, summed over the classes for more. */
function brier(probabilities: Float32Array, labels: Uint8Array, classes: number): number {
  const outputs = headOutputs(classes);
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    for (let output = 0; output < outputs; output++) {
      const truth = labels[row] === (outputs === 1 ? 1 : output) ? 1 : 0;
      const d = probabilities[row * outputs + output]! - truth;
      sum += d * d;
    }
  }
  return sum / labels.length;
}

/**
 * Sum over 15 bins of equal width (the lower edge belongs to a bin) of (rows in it / rows) * |mean outcome - mean
 * probability|. Two classes: of P(class 1) and whether the row is of class 1. More: of the largest probability
 * and whether its class is the right one (Guo et al. 2017).
 */
function expectedCalibrationError(probabilities: Float32Array, labels: Uint8Array, classes: number): number {
  const gaps = new Float64Array(BINS);
  for (let row = 0; row < labels.length; row++) {
    const predicted = predictedClass(probabilities, row, classes);
    const p = probabilities[classes === 2 ? row : row * classes + predicted]!;
    const outcome = classes === 2 ? labels[row]! : predicted === labels[row] ? 1 : 0;
    // A probability that is not a number spoils the sum, as it should.
    const bin = binOf(p);
    gaps[bin] = gaps[bin]! + outcome - p;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / labels.length;
}

/** The lower edge belongs to a bin; 1 to the last one. */
export const binOf = (p: number): number => (p < 1 ? Math.floor(p * BINS) : BINS - 1);
