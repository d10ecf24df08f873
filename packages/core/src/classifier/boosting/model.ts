import { headOutputs } from '../../model/network.ts';
import type { FitReport, FittedClassifier } from '../classifier.ts';
import { probabilities } from './losses.ts';
import { Forest, type Tree } from './tree.ts';

/** Boosted trees as plain data: JSON keeps every bit of it. */
export interface BoostedTreesModel {
  readonly classes: number;
  readonly columns: number;
  /** Where each output's score begins. [P] */
  readonly baseline: readonly number[];
  /** Round after round, one for each output. A row's score is the baseline's and what each tree adds. */
  readonly trees: readonly Tree[];
}

export interface FittedTrees extends FittedClassifier {
  readonly model: BoostedTreesModel;
}

/** A classifier of its plain data. Predicts the same bits as the one that was fitted. */
export function boostedTreesOf(model: BoostedTreesModel, fit: FitReport): FittedTrees {
  const { classes, columns, baseline, trees } = model;
  const outputs = headOutputs(classes);
  const forest = new Forest(trees);
  const predict = (features: Float32Array, count: number) => {
    if (features.length !== count * columns) {
      throw new RangeError(
        `${count} rows of ${columns} columns need ${count * columns} features, not ${features.length}`,
      );
    }
    const scores = new Float64Array(count * outputs);
    for (let i = 0; i < scores.length; i++) scores[i] = baseline[i % outputs]!;
    forest.addTo(scores, outputs, features, count, columns);
    return probabilities(scores, classes);
  };
  return { model, fit, predict };
}
