import { addGram } from './gram.ts';
import { largestDerivative, type Objective } from './objective.ts';
import { pass, type ScoredRows } from './pass.ts';
import type { WeightedRows } from './weighted-rows.ts';

/**
 * A linear support vector machine with squared hinge, the intercept penalised like a weight, as liblinear and so
 * scikit-learn's LinearSVC with C = 1 / l2 do (Fan et al., LIBLINEAR, JMLR 9, 2008):
 *
 *   f(w, b) = (sum_i weight_i max(0, 1 - y_i s_i)^2 + l2 / 2 (|w|^2 + b^2)) / sum_i weight_i,   s_i = w x_i + b
 *
 * `sides` y: 1 or -1. [count] The second derivative jumps where a row's margin is 1; Newton's method takes that of the
 * rows within their margin (Keerthi and DeCoste, JMLR 6, 2005).
 */
export function squaredHinge(rows: WeightedRows, sides: Float64Array, l2: number): Objective {
  const { count, columns, weights, total, rms } = rows;
  const size = columns + 1;
  const curvature = new Float64Array(count);
  const lossOf = ({ from, count: own, scores, slopes }: ScoredRows) => {
    let loss = 0;
    for (let i = 0, row = from; i < own; i++, row++) {
      const side = sides[row]!;
      const weight = weights[row]!;
      const within = 1 - side * scores[i]!;
      // A row whose score is not a number stays in, so that the loss says so.
      const out = within <= 0;
      curvature[row] = out ? 0 : (2 * weight) / total;
      slopes[i] = out ? 0 : -2 * weight * side * within;
      if (!out) loss += weight * within * within;
    }
    return loss;
  };
  return {
    size,
    scales: rms.map((own) => 2 * own * own + l2 / total || 1),
    norm: (gradient) => largestDerivative(gradient, rms),
    at(parameters, gradient) {
      const loss = pass(rows, parameters, gradient, lossOf);
      let squares = 0;
      for (let j = 0; j < size; j++) {
        squares += parameters[j]! * parameters[j]!;
        gradient[j] = (gradient[j]! + l2 * parameters[j]!) / total;
      }
      return (loss + (l2 / 2) * squares) / total;
    },
    hessian(into) {
      addGram(rows, curvature, into);
      for (let j = 0; j < size; j++) into[j * size + j] = into[j * size + j]! + l2 / total;
    },
  };
}
