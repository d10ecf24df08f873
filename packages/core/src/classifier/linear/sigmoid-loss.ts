import { addGram } from './gram.ts';
import { linearMachine } from './kernels.ts';
import { largestDerivative, type Objective } from './objective.ts';
import { pass, type ScoredRows } from './pass.ts';
import { doublesAt } from './room.ts';
import type { WeightedRows } from './weighted-rows.ts';

/**
 * Logistic regression with ridge, the intercept left alone:
 *
 *   f(w, b) = (sum_i weight_i (ln(1 + e^s_i) - t_i s_i) + l2 / 2 |w|^2) / sum_i weight_i,   s_i = w x_i + b
 *
 * which has the minimum of scikit-learn's LogisticRegression with C = 1 / l2. `targets` t in [0, 1]: 1 for rows of class
 * 1, or a probability. [count]
 */
export function sigmoidLoss(rows: WeightedRows, targets: Float64Array, l2: number): Objective {
  const { count, columns, weights, total, rms } = rows;
  const size = columns + 1;
  const curvature = new Float64Array(count);
  const lossOf = ({ from, count: own, most, at }: ScoredRows) => {
    const [t, c, d] = [0, 1, 2].map((i) => at.spare + 8 * i * most) as [number, number, number];
    putPadded(targets, from, own, t);
    putPadded(weights, from, own, c);
    const loss = linearMachine().kernels.sigmoid(at.scores, t, c, own, at.slopes, d);
    curvature.set(doublesAt(d, own), from);
    return loss;
  };
  return {
    size,
    scales: scalesOf(rms, l2 / total),
    norm: (gradient) => largestDerivative(gradient, rms),
    at(parameters, gradient) {
      const loss = pass(rows, parameters, gradient, lossOf);
      return addRidge(loss, parameters, gradient, l2, columns, total);
    },
    hessian(into) {
      addGram(rows, curvature, into);
      for (let i = 0; i < into.length; i++) into[i] = into[i]! / total;
      for (let j = 0; j < columns; j++) into[j * size + j] = into[j * size + j]! + l2 / total;
    },
  };
}

/** Doubles of some rows, and a zero behind an odd number: the kernel takes two at a time. */
function putPadded(values: Float64Array, from: number, count: number, address: number): void {
  const to = doublesAt(address, count + (count % 2));
  to.set(values.subarray(from, from + count));
  to.fill(0, count);
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
