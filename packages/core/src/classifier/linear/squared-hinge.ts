import { largestDerivative, type Objective } from './objective.ts';
import { addGram, type WeightedRows } from './weighted-rows.ts';

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
  const { features, count, columns, weights, total, rms } = rows;
  const size = columns + 1;
  const curvature = new Float64Array(count);
  return {
    size,
    scales: rms.map((own) => 2 * own * own + l2 / total || 1),
    norm: (gradient) => largestDerivative(gradient, rms),
    at(parameters, gradient) {
      gradient.fill(0);
      let loss = 0;
      for (let row = 0; row < count; row++) {
        const x = row * columns;
        let score = parameters[columns]!;
        for (let j = 0; j < columns; j++) score += features[x + j]! * parameters[j]!;
        const side = sides[row]!;
        const within = 1 - side * score;
        // A row whose score is not a number stays in, so that the loss says so.
        if (within <= 0) {
          curvature[row] = 0;
          continue;
        }
        const weight = weights[row]!;
        loss += weight * within * within;
        curvature[row] = (2 * weight) / total;
        const slope = -2 * weight * side * within;
        for (let j = 0; j < columns; j++) gradient[j] = gradient[j]! + slope * features[x + j]!;
        gradient[columns] = gradient[columns]! + slope;
      }
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
