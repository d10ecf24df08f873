import { headOutputs } from '../../model/network.ts';
import type { FittingRows } from '../classifier.ts';
import type { LinearSettings } from './logistic.ts';
import { minimise } from './minimise.ts';
import { type FittedLinear, linearClassifier, splitParameters } from './model.ts';
import type { Minimum } from './objective.ts';
import { fitPlatt } from './platt.ts';
import { squaredHinge } from './squared-hinge.ts';
import { weightedRows } from './weighted-rows.ts';

/**
 * A linear support vector machine to its optimum (`GRADIENT_NORM`), as scikit-learn's LinearSVC: squared hinge, one class
 * against the rest where there are more than two. Its scores become probabilities by Platt's sigmoid, fitted on the
 * training rows. Throws RangeError where the weights sum to nothing.
 */
export function fitLinearSvm(rows: FittingRows, { l2 }: LinearSettings): FittedLinear {
  const { labels, columns, classes } = rows;
  const weighted = weightedRows(rows);
  const outputs = headOutputs(classes);
  const machines = Array.from({ length: outputs }, (_, k) => {
    const own = outputs === 1 ? 1 : k;
    const sides = Float64Array.from(labels, (label) => (label === own ? 1 : -1));
    const minimum = minimise(squaredHinge(weighted, sides, l2), null);
    const platt = fitPlatt(scoresOf(rows, minimum.parameters), sides, rows.weights);
    return { minimum, platt };
  });
  const minima = machines.map(({ minimum }) => minimum);
  const parameters = splitParameters(concatenated(minima), columns);
  const platt = machines.map((one) => one.platt);
  return linearClassifier(
    { kind: 'linear_svm', columns, classes, platt, ...parameters },
    {
      converged: minima.every(({ converged }) => converged),
      iterations: minima.reduce((sum, { iterations }) => sum + iterations, 0),
      gradientNorm: Math.max(...minima.map(({ gradientNorm }) => gradientNorm)),
    },
  );
}

function scoresOf({ features, count, columns }: FittingRows, parameters: Float64Array): Float64Array {
  const scores = new Float64Array(count).fill(parameters[columns]!);
  for (let row = 0, at = 0; row < count; row++) {
    for (let j = 0; j < columns; j++, at++) scores[row] = scores[row]! + features[at]! * parameters[j]!;
  }
  return scores;
}

function concatenated(minima: readonly Minimum[]): Float64Array {
  return Float64Array.from(minima.flatMap(({ parameters }) => Array.from(parameters)));
}
