import { headOutputs } from '../../model/network.ts';
import type { FittingRows } from '../classifier.ts';
import { minimise } from './minimise.ts';
import { type FittedLinear, linearClassifier, splitParameters } from './model.ts';
import type { Limits, Minimum, Objective } from './objective.ts';
import { sample } from './sample.ts';
import { sigmoidLoss } from './sigmoid-loss.ts';
import { softmaxLoss } from './softmax-loss.ts';
import { weightedRows } from './weighted-rows.ts';

/**
 * Of the sample: a few steps. With the whole ridge and not with its share of it, because a column that hardly any of its
 * rows has would go astray.
 */
const ROUGH: Limits = { gradientNorm: 1e-3, iterations: 3 };

export interface LinearSettings {
  /** The ridge: l2 / 2 |w|^2 is added to the sum of the rows' losses; scikit-learn's 1 / C. Not negative. */
  readonly l2: number;
}

/**
 * Logistic regression to its optimum (`GRADIENT_NORM`): a sigmoid for two classes, a softmax for more. Of many rows, a
 * few give the start. Throws RangeError where the weights sum to nothing.
 */
export function fitLogistic(rows: FittingRows, { l2 }: LinearSettings): FittedLinear {
  const start = startOf(rows, l2);
  const { parameters, ...fit } = minimise(lossOf(rows, l2), start);
  const { columns, classes } = rows;
  const model = { kind: 'logistic', columns, classes, platt: null } as const;
  return linearClassifier({ ...model, ...splitParameters(parameters, columns) }, fit);
}

function lossOf(rows: FittingRows, l2: number): Objective {
  const { labels, classes } = rows;
  const weighted = weightedRows(rows);
  if (headOutputs(classes) === 1) return sigmoidLoss(weighted, Float64Array.from(labels), l2);
  return softmaxLoss(weighted, labels, classes, l2);
}

function startOf(rows: FittingRows, l2: number): Minimum['parameters'] | null {
  const few = sample(rows);
  return few && minimise(lossOf(few, l2), null, ROUGH).parameters;
}
