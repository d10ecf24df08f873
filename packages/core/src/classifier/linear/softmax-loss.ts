import { log1p } from '../../math/elementary.ts';
import { addGram } from './gram.ts';
import { linearMachine } from './kernels.ts';
import { largestDerivative, type Objective } from './objective.ts';
import { pass, type ScoredRows } from './pass.ts';
import { doublesAt } from './room.ts';
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
  /** [classes][count] */
  const probabilities = Array.from({ length: classes }, () => new Float64Array(count));
  const scales = scalesOf(rms, l2 / total);
  const lossOf = ({ from, count: own, scores, slopes, most, at }: ScoredRows) => {
    const ownScores = Float64Array.from({ length: own }, (_, i) => scores[labels[from + i]! * most + i]!);
    const [top, rest] = [at.spare, at.spare + 8 * most] as const;
    linearMachine().kernels.softmax(at.scores, classes, 8 * most, own, top, rest);
    const largest = doublesAt(top, own);
    const others = doublesAt(rest, own);
    let loss = 0;
    for (let i = 0; i < own; i++) {
      loss += weights[from + i]! * (largest[i]! - ownScores[i]! + log1p(others[i]!));
    }
    slopes.fill(0);
    for (const [k, kept] of probabilities.entries()) {
      const p = scores.subarray(k * most, k * most + own);
      kept.set(p, from);
      for (let i = 0; i < own; i++) {
        const label = labels[from + i]!;
        if (label === k) continue;
        const slope = weights[from + i]! * p[i]!;
        slopes[k * most + i] = slope;
        // Not p - 1, which loses its digits where p is almost 1.
        slopes[label * most + i] = slopes[label * most + i]! - slope;
      }
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
          const [ps, qs] = [probabilities[a]!, probabilities[b]!];
          for (let row = 0; row < count; row++) {
            const other = a === b ? ps[row]! - 1 : qs[row]!;
            curvature[row] = (-weights[row]! * ps[row]! * other) / total;
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
