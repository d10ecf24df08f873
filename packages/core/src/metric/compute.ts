import { headOutputs } from '../model/network.ts';
import { type CalibrationMetrics, calibrationMetrics, logLoss } from './calibration.ts';
import { type RankingMetrics, rankingMetrics } from './ranking.ts';
import { confusionMatrix, predictedClass, type ThresholdMetrics, thresholdMetrics } from './threshold.ts';

/** Metrics of one split. With K > 2 classes they are macro averages. */
export interface Metrics extends ThresholdMetrics, RankingMetrics, CalibrationMetrics {
  /** Rows of true class i predicted as j, at i * K + j. [K * K] */
  readonly confusion: readonly number[];
}

/**
 * All metrics of one split. `probabilities` [n, P] row-major: P(class 1) for two classes, one probability a
 * class for more; `labels` [n].
 *
 * Every value is a finite number, or NaN where it is undefined: all of them without rows, `roc_auc` and
 * `pr_auc` where only one class occurs, the recall of a class that does not occur. A probability that is not a
 * number makes all but the threshold metrics NaN.
 */
export function computeMetrics(probabilities: Float32Array, labels: Uint8Array, classes: number): Metrics {
  checkShape(probabilities, labels, classes);
  const confusion = confusionMatrix(probabilities, labels, classes);
  const calibration = calibrationMetrics(probabilities, labels, classes);
  const ranking = Number.isNaN(calibration.brier)
    ? { roc_auc: Number.NaN, pr_auc: Number.NaN }
    : rankingMetrics(probabilities, labels, classes);
  return { ...thresholdMetrics(confusion, classes), ...ranking, ...calibration, confusion };
}

/** The two that a learning curve shows, at a fraction of the cost of all. Shapes as in `computeMetrics`. */
export function logLossAndAccuracy(
  probabilities: Float32Array,
  labels: Uint8Array,
  classes: number,
): { readonly logLoss: number; readonly accuracy: number } {
  checkShape(probabilities, labels, classes);
  let hits = 0;
  for (let row = 0; row < labels.length; row++) {
    hits += Number(predictedClass(probabilities, row, classes) === labels[row]);
  }
  return { logLoss: logLoss(probabilities, labels, classes), accuracy: hits / labels.length };
}

function checkShape(probabilities: Float32Array, labels: Uint8Array, classes: number): void {
  const expected = labels.length * headOutputs(classes);
  if (probabilities.length !== expected) {
    throw new RangeError(
      `${labels.length} labels of ${classes} classes need ${expected} probabilities, got ${probabilities.length}`,
    );
  }
}
