import { fitBoostedTrees } from '../classifier/boosting/fit.ts';
import type { FittedTrees } from '../classifier/boosting/model.ts';
import type { FittingRows } from '../classifier/classifier.ts';
import { fitLinearSvm } from '../classifier/linear/linear-svm.ts';
import { fitLogistic } from '../classifier/linear/logistic.ts';
import type { FittedLinear } from '../classifier/linear/model.ts';
import { type Config, stepwise } from '../config/config.ts';
import { giveBack } from '../math/give-back.ts';
import type { Seed } from '../random/stream.ts';

/** A config whose classifier is fitted in one go. */
export type FittedConfig = Exclude<Config, { readonly classifier: 'ffn' }>;

export const isFitted = (config: Config): config is FittedConfig => !stepwise(config);

/** Whether its classifier takes a row of weight 2 for the same row twice. Trees count the rows of a leaf. */
export const takesWeights = ({ classifier }: FittedConfig): boolean => classifier !== 'boosted_trees';

/** The classifier that a config describes, fitted to these rows, whose features are given back as soon as they can be. */
export function fitClassifier(
  config: FittedConfig,
  rows: FittingRows,
  seed: Seed,
): FittedLinear | FittedTrees {
  const giveRowsBack = () => giveBack(rows.features);
  if (config.classifier === 'boosted_trees') {
    const settings = {
      maxIter: config['trees.max_iter'],
      learningRate: config['trees.learning_rate'],
      maxLeafNodes: config['trees.max_leaf_nodes'],
      minSamplesLeaf: config['trees.min_samples_leaf'],
      l2Regularization: config['trees.l2'],
      seed,
    };
    return fitBoostedTrees(rows, settings, giveRowsBack);
  }
  const fitted = config.classifier === 'logistic' ? fitLogistic(rows, config) : fitLinearSvm(rows, config);
  giveRowsBack();
  return fitted;
}
