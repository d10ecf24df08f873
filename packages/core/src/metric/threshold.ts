/**
 * Metrics of the predicted classes, as scikit-learn defines them with `zero_division=0`.
 *
 * Two classes: recall, precision and F1 are those of class 1, specificity is the recall of class 0.
 * More: macro averages over the classes that occur in the labels (scikit-learn's `labels=np.unique(y_true)`),
 * so that a class that a split lacks does not count as a failure. Specificity is one against the rest.
 */

import { exp, log } from '../math/elementary.ts';
import { headOutputs } from '../model/network.ts';

export type ThresholdMetrics = Readonly<ReturnType<typeof thresholdMetrics>>;

/** Two classes: p >= 0.5 is class 1. More: the first largest of row `row`. Numbers from comparisons cost no branch. */
export function predictedClass(probabilities: Float32Array, row: number, classes: number): number {
  const outputs = headOutputs(classes);
  const at = row * outputs;
  if (outputs === 1) return Number(probabilities[at]! >= 0.5);
  let best = 0;
  for (let k = 1; k < classes; k++) if (probabilities[at + k]! > probabilities[at + best]!) best = k;
  return best;
}

/** Rows of true class i predicted as j, at i * K + j. */
export function confusionMatrix(probabilities: Float32Array, labels: Uint8Array, classes: number): number[] {
  const confusion = new Array<number>(classes * classes).fill(0);
  for (let row = 0; row < labels.length; row++) {
    const cell = labels[row]! * classes + predictedClass(probabilities, row, classes);
    confusion[cell] = confusion[cell]! + 1;
  }
  return confusion;
}

/** `class_recall` is NaN for a class that does not occur. */
export function thresholdMetrics(confusion: readonly number[], classes: number) {
  const counts = marginals(confusion, classes);
  const { rows, hits, truth, predicted } = counts;
  const present = truth.flatMap((count, k) => (count > 0 ? [k] : []));
  const over = classes === 2 && rows > 0 ? [1] : present;
  const recallOf = (k: number) => share(hits[k]!, truth[k]!);
  const specificityOf = (k: number) => share(rows - truth[k]! - predicted[k]! + hits[k]!, rows - truth[k]!);
  const precisionOf = (k: number) => share(hits[k]!, predicted[k]!);
  const f1Of = (k: number) => share(2 * hits[k]!, truth[k]! + predicted[k]!);
  return {
    accuracy: sum(hits) / rows,
    balanced_accuracy: mean(present.map(recallOf)),
    recall: mean(over.map(recallOf)),
    specificity: mean(over.map(specificityOf)),
    precision: mean(over.map(precisionOf)),
    f1: mean(over.map(f1Of)),
    g_mean: geometricMean(present.map(recallOf)),
    mcc: rows > 0 ? matthews(counts) : Number.NaN,
    class_recall: truth.map((count, k) => (count === 0 ? Number.NaN : hits[k]! / count)),
  };
}

type Marginals = ReturnType<typeof marginals>;

function marginals(confusion: readonly number[], classes: number) {
  const each = Array.from({ length: classes }, (_, k) => k);
  /** Rows of each class that are predicted as that class. */
  const hits = each.map((k) => confusion[k * classes + k]!);
  const truth = each.map((k) => sum(confusion.slice(k * classes, (k + 1) * classes)));
  const predicted = each.map((k) => sum(each.map((i) => confusion[i * classes + k]!)));
  return { rows: sum(truth), hits, truth, predicted };
}

/** Gorodkin's correlation of K classes (2004), which is Matthews' for two. 0 where either side is constant. */
function matthews({ rows, hits, truth, predicted }: Marginals): number {
  const products = (a: readonly number[], b: readonly number[]) => sum(a.map((x, k) => x * b[k]!));
  const covariance = sum(hits) * rows - products(truth, predicted);
  const ofTruth = rows * rows - products(truth, truth);
  const ofPredicted = rows * rows - products(predicted, predicted);
  return share(covariance, Math.sqrt(ofTruth * ofPredicted));
}

/** imbalanced-learn's `geometric_mean_score(average='multiclass', correction=0)`. */
function geometricMean(recalls: readonly number[]): number {
  if (recalls.includes(0)) return 0;
  if (recalls.length === 2) return Math.sqrt(recalls[0]! * recalls[1]!);
  return exp(mean(recalls.map(log)));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
