import { exp, log1p } from '../../math/elementary.ts';
import { largestDerivative, type Objective } from './objective.ts';
import { addGram, scoreOf, type WeightedRows } from './weighted-rows.ts';

/**
 * Logistic regression with ridge, the intercept left alone:
 *
 *   f(w, b) = (sum_i weight_i (ln(1 + e^s_i) - t_i s_i) + l2 / 2 |w|^2) / sum_i weight_i,   s_i = w x_i + b
 *
 * which has the minimum of scikit-learn's LogisticRegression with C = 1 / l2. `targets` t in [0, 1]: 1 for rows of class
 * 1, or a probability. [count]
 */
export function sigmoidLoss(rows: WeightedRows, targets: Float64Array, l2: number): Objective {
  const { features, count, columns, weights, total, rms } = rows;
  const size = columns + 1;
  const curvature = new Float64Array(count);
  return {
    size,
    scales: scalesOf(rms, l2 / total),
    norm: (gradient) => largestDerivative(gradient, rms),
    at(parameters, gradient) {
      gradient.fill(0);
      let loss = 0;
      let constant = 0;
      for (let row = 0; row < count; row++) {
        const from = row * columns;
        const score = scoreOf(features, from, columns, parameters);
        const weight = weights[row]!;
        const power = exp(-Math.abs(score));
        const small = power / (1 + power);
        const p = score >= 0 ? 1 - small : small;
        loss += weight * (Math.max(score, 0) - targets[row]! * score + log1p(power));
        curvature[row] = weight * small * (1 - small);
        const slope =
          weight * ((score >= 0 ? 1 - targets[row]! : -targets[row]!) + (score >= 0 ? -small : p));
        constant += slope;
        for (let j = 0; j < columns; j++) gradient[j] = gradient[j]! + slope * features[from + j]!;
      }
      gradient[columns] = constant;
      return addRidge(loss, parameters, gradient, l2, columns, total);
    },
    hessian(into) {
      addGram(rows, curvature, into);
      for (let i = 0; i < into.length; i++) into[i] = into[i]! / total;
      for (let j = 0; j < columns; j++) into[j * size + j] = into[j * size + j]! + l2 / total;
    },
  };
}

/** Of a score's parameters: a quarter of the mean square, the most curvature that a sigmoid has, and the ridge. */
export function scalesOf(rms: Float64Array, ridge: number): Float64Array {
  const columns = rms.length - 1;
  return rms.map((own, j) => 0.25 * own * own + (j < columns ? ridge : 0) || 1);
}

/** The mean of the loss with the ridge over `columns` weights of one score, and the gradient's alike. */
function addRidge(
  ...[loss, parameters, gradient, l2, columns, total]: [
    loss: number,
    parameters: Float64Array,
    gradient: Float64Array,
    l2: number,
    columns: number,
    total: number,
  ]
): number {
  let squares = 0;
  for (let j = 0; j < columns; j++) {
    squares += parameters[j]! * parameters[j]!;
    gradient[j] = gradient[j]! + l2 * parameters[j]!;
  }
  for (let j = 0; j <= columns; j++) gradient[j] = gradient[j]! / total;
  return (loss + (l2 / 2) * squares) / total;
}
