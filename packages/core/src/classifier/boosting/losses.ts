import { exp, log, sigmoid } from '../../math/elementary.ts';
import type { FittingRows } from '../classifier.ts';
import type { Derivatives } from './grow.ts';

type LabelledRows = Pick<FittingRows, 'labels' | 'weights' | 'count' | 'classes'>;

/** Scores of a model without features, one an output: of class 1 for two classes, one a class for more. */
export function baselineScores({ labels, weights, count, classes }: LabelledRows): number[] {
  const mass = new Float64Array(classes);
  for (let i = 0; i < count; i++) mass[labels[i]!]! += weights?.[i] ?? 1;
  const total = mass.reduce((sum, part) => sum + part, 0);
  // A class without rows keeps a little probability; the two amounts are scikit-learn's.
  const least = classes === 2 ? 10 * Number.EPSILON : Number.EPSILON;
  const shares = Array.from(mass, (part) => Math.min(Math.max(part / total, least), 1 - least));
  if (classes === 2) return [log(shares[1]! / (1 - shares[1]!))];
  const logs = shares.map(log);
  const mean = logs.reduce((sum, one) => sum + one, 0) / classes;
  return logs.map((one) => one - mean);
}

/**
 * Derivatives of the log loss by the scores [count * outputs], row after row, for each output: of two classes
 *   g = w (sigmoid(s) - y), h = w sigmoid(s) (1 - sigmoid(s)); of more, for class k
 *   g = w (p_k - [y = k]), h = w p_k (1 - p_k), p = softmax(s).
 */
export function derive(
  { labels, weights, count, classes }: LabelledRows,
  scores: Float64Array,
  into: readonly Derivatives[],
): void {
  const outputs = into.length;
  const p = new Float64Array(outputs);
  for (let row = 0; row < count; row++) {
    const weight = weights ? weights[row]! : 1;
    const label = labels[row]!;
    if (classes === 2) p[0] = sigmoid(scores[row]!);
    else softmax(scores, row * outputs, p);
    for (let k = 0; k < outputs; k++) {
      const { gradients, hessians } = into[k]!;
      const is = label === (classes === 2 ? 1 : k) ? 1 : 0;
      gradients[row] = weight * (p[k]! - is);
      hessians[row] = weight * p[k]! * (1 - p[k]!);
    }
  }
}

/** The mean log loss of the scores, by weight. */
export function meanLoss({ labels, weights, count, classes }: LabelledRows, scores: Float64Array): number {
  const outputs = classes === 2 ? 1 : classes;
  let loss = 0;
  let total = 0;
  for (let row = 0; row < count; row++) {
    const weight = weights ? weights[row]! : 1;
    const at = row * outputs;
    const own =
      classes === 2
        ? logOnePlusExp(labels[row] === 1 ? -scores[at]! : scores[at]!)
        : logSumExp(scores, at, outputs) - scores[at + labels[row]!]!;
    loss += weight * own;
    total += weight;
  }
  return loss / total;
}

/** Probabilities of the scores, as the contract of classifiers has them. */
export function probabilities(scores: Float64Array, classes: number): Float32Array {
  if (classes === 2) return Float32Array.from(scores, sigmoid);
  const out = new Float32Array(scores.length);
  const p = new Float64Array(classes);
  for (let at = 0; at < scores.length; at += classes) {
    softmax(scores, at, p);
    out.set(p, at);
  }
  return out;
}

function softmax(scores: Float64Array, start: number, p: Float64Array): void {
  let largest = scores[start]!;
  for (let k = 1; k < p.length; k++) if (scores[start + k]! > largest) largest = scores[start + k]!;
  let sum = 0;
  for (let k = 0; k < p.length; k++) {
    p[k] = exp(scores[start + k]! - largest);
    sum += p[k]!;
  }
  for (let k = 0; k < p.length; k++) p[k]! /= sum;
}

function logSumExp(scores: Float64Array, start: number, length: number): number {
  let largest = scores[start]!;
  for (let k = 1; k < length; k++) if (scores[start + k]! > largest) largest = scores[start + k]!;
  let sum = 0;
  for (let k = 0; k < length; k++) sum += exp(scores[start + k]! - largest);
  return largest + log(sum);
}

function logOnePlusExp(x: number): number {
  return x > 0 ? x + log(1 + exp(-x)) : log(1 + exp(x));
}
