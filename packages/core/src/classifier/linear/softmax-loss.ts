import { exp, log } from '../../math/elementary.ts';
import { addGram } from './gram.ts';
import { largestDerivative, type Objective } from './objective.ts';
import { pass, type ScoredRows } from './pass.ts';
import { scalesOf } from './sigmoid-loss.ts';
import type { WeightedRows } from './weighted-rows.ts';

/**
 * Multinomial logistic regression with ridge, intercepts left alone:
 *
 *   f = (sum_i weight_i (ln sum_k e^s_ik - s_i,y_i) + l2 / 2 sum_k |w_k|^2) / sum_i weight_i,   s_ik = w_k x_i + b_k
 *
 * One parameter too many a column: adding the same to every class changes no probability. The penalty decides it for
 * the weights, and for the intercepts (without penalty: for all) the Hessian gets curvature along that direction, in
 * which the gradient is nothing: their sum stays what it was at the start.
 */
export function softmaxLoss(rows: WeightedRows, labels: Uint8Array, classes: number, l2: number): Objective {
  const { count, columns, weights, total, rms } = rows;
  const width = columns + 1;
  const size = classes * width;
  const probabilities = new Float64Array(count * classes);
  const scales = scalesOf(rms, l2 / total);
  const lossOf = ({ from, count: own, scores, slopes, most }: ScoredRows) => {
    let loss = 0;
    for (let i = 0, row = from; i < own; i++, row++) {
      const p = probabilities.subarray(row * classes, (row + 1) * classes);
      for (let k = 0; k < classes; k++) p[k] = scores[k * most + i]!;
      const weight = weights[row]!;
      const label = labels[row]!;
      const ownScore = p[label]!;
      loss += weight * (toProbabilities(p) - ownScore);
      for (let k = 0; k < classes; k++) slopes[k * most + i] = weight * (k === label ? p[k]! - 1 : p[k]!);
    }
    return loss;
  };
  return {
    size,
    scales: Float64Array.from({ length: size }, (_, i) => scales[i % width]!),
    norm: (gradient) => largestDerivative(gradient, rms),
    at(parameters, gradient) {
      const loss = pass(rows, parameters, gradient, lossOf);
      let squares = 0;
      for (let i = 0; i < size; i++) {
        const ridge = i % width < columns ? l2 * parameters[i]! : 0;
        squares += ridge * parameters[i]!;
        gradient[i] = (gradient[i]! + ridge) / total;
      }
      return (loss + squares / 2) / total;
    },
    hessian(into) {
      const curvature = new Float64Array(count);
      for (let a = 0; a < classes; a++) {
        for (let b = 0; b <= a; b++) {
          for (let row = 0; row < count; row++) {
            const p = probabilities[row * classes + a]!;
            const q = probabilities[row * classes + b]!;
            curvature[row] = (weights[row]! * (a === b ? p * (1 - p) : -p * q)) / total;
          }
          const block = new Float64Array(width * width);
          addGram(rows, curvature, block);
          addBlock(block, into, a, b, width, size);
        }
      }
      for (let i = 0; i < size; i++) {
        const j = i % width;
        if (j < columns) into[i * size + i] = into[i * size + i]! + l2 / total;
        if (j < columns && l2 > 0) continue;
        for (let other = j; other <= i; other += width)
          into[i * size + other] = into[i * size + other]! + 0.25;
      }
    },
  };
}

/** Scores become probabilities, in place; returns ln of the sum of e^score. */
export function toProbabilities(scores: Float64Array): number {
  let largest = scores[0]!;
  for (let k = 1; k < scores.length; k++) if (scores[k]! > largest) largest = scores[k]!;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    scores[k] = exp(scores[k]! - largest);
    sum += scores[k]!;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = scores[k]! / sum;
  return largest + log(sum);
}

/** A symmetric block, of which the lower triangle is given, goes whole to the place of classes a and b. */
function addBlock(
  ...[block, into, a, b, width, size]: [
    block: Float64Array,
    into: Float64Array,
    a: number,
    b: number,
    width: number,
    size: number,
  ]
): void {
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      const to = (a * width + i) * size + b * width + j;
      into[to] = into[to]! + block[i >= j ? i * width + j : j * width + i]!;
    }
  }
}
