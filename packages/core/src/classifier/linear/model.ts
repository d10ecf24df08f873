import { exp, sigmoid } from '../../math/elementary.ts';
import { headOutputs } from '../../model/network.ts';
import type { FitReport, FittedClassifier } from '../classifier.ts';

/** Scores of a linear classifier and what makes probabilities of them, as plain data. */
export interface LinearModel {
  readonly kind: 'logistic' | 'linear_svm';
  readonly columns: number;
  readonly classes: number;
  /** A weight for each column, a row a score: P = headOutputs(classes) scores. [P][columns] */
  readonly weights: readonly (readonly number[])[];
  /** [P] */
  readonly intercepts: readonly number[];
  /**
   * Null: a sigmoid for one score, a softmax for more. Else each score's own sigmoid(slope * score + offset), divided by
   * their sum where there are several.
   */
  readonly platt: readonly Platt[] | null;
}

/** Platt's sigmoid of a score. */
export interface Platt {
  readonly slope: number;
  readonly offset: number;
}

export interface FittedLinear extends FittedClassifier {
  readonly model: LinearModel;
}

/** The classifier that a model describes. */
export function linearClassifier(model: LinearModel, fit: FitReport): FittedLinear {
  return { model, fit, predict: (features, count) => probabilities(model, features, count) };
}

/** [scores][columns + 1], flat, as weights and intercepts. */
export function splitParameters(
  parameters: Float64Array,
  columns: number,
): Pick<LinearModel, 'weights' | 'intercepts'> {
  const scores = Array.from({ length: parameters.length / (columns + 1) }, (_, k) =>
    parameters.subarray(k * (columns + 1), (k + 1) * (columns + 1)),
  );
  return {
    weights: scores.map((own) => Array.from(own.subarray(0, columns))),
    intercepts: scores.map((own) => own[columns]!),
  };
}

/** [count, P] */
function probabilities(model: LinearModel, features: Float32Array, count: number): Float32Array {
  const { columns, classes, weights, intercepts, platt } = model;
  if (features.length !== count * columns) {
    throw new RangeError(`${features.length} features are not ${columns} for each of ${count} rows`);
  }
  const outputs = headOutputs(classes);
  const w = weights.map((own) => Float64Array.from(own));
  const all = new Float32Array(count * outputs);
  const scores = new Float64Array(outputs);
  for (let row = 0; row < count; row++) {
    for (let k = 0; k < outputs; k++) {
      let score = intercepts[k]!;
      for (let j = 0; j < columns; j++) score += w[k]![j]! * features[row * columns + j]!;
      scores[k] = score;
    }
    if (platt) calibrate(scores, platt);
    else if (outputs === 1) scores[0] = sigmoid(scores[0]!);
    else toProbabilities(scores);
    all.set(scores, row * outputs);
  }
  return all;
}

function toProbabilities(scores: Float64Array): void {
  let largest = scores[0]!;
  for (let k = 1; k < scores.length; k++) if (scores[k]! > largest) largest = scores[k]!;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = exp(scores[k]! - largest);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! / sum;
}

function calibrate(scores: Float64Array, platt: readonly Platt[]): void {
  for (const [k, { slope, offset }] of platt.entries()) scores[k] = sigmoid(slope * scores[k]! + offset);
  if (scores.length === 1) return;
  const sum = scores.reduce((total, p) => total + p, 0);
  for (let k = 0; k < scores.length; k++) scores[k] = sum > 0 ? scores[k]! / sum : 1 / scores.length;
}
