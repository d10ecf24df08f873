import { choice, integer, number } from './domain.ts';
import type { Condition, Parameter } from './parameter.ts';

/** The parameter that decides what is fitted on the augmented set. Networks alone were there at first. */
export const CLASSIFIER = {
  ...choice(
    'classifier',
    ['ffn', 'logistic', 'linear_svm', 'boosted_trees'],
    'What learns from the augmented set: a network by steps (ffn), or logistic regression, a linear support vector machine or boosted trees, which are fitted to their end at each milestone.',
  ),
  absentMeans: 'ffn',
} as const satisfies Parameter;

export type ClassifierName = (typeof CLASSIFIER.choices)[number];

const onlyFor = (...classifiers: readonly ClassifierName[]): Condition => ({
  parameter: CLASSIFIER.name,
  in: classifiers,
});

/** Where the classifier is a network. */
export const BY_NETWORK = onlyFor('ffn');

/** Those that mean something where anything is trained by steps: a VAE or a network that classifies. */
export const BY_STEPS = [
  'epochs',
  'batch_size',
  'optimizer',
  'learning_rate',
  'patience',
  'steps_per_epoch',
] as const;

export const LINEAR = [
  {
    ...number(
      'l2',
      { exclusiveMinimum: 0, maximum: 1e9, default: 1 },
      'Ridge of the linear classifiers: l2 / 2 times the squared weights is added to the sum of the rows’ losses; scikit-learn’s 1 / C.',
    ),
    when: onlyFor('logistic', 'linear_svm'),
  },
] as const satisfies readonly Parameter[];

const when = onlyFor('boosted_trees');

/** As scikit-learn’s HistGradientBoostingClassifier has them, but for early stopping, which is off. */
export const TREES = [
  {
    ...integer('trees.max_iter', { minimum: 1, maximum: 10_000, default: 100 }, 'Rounds of boosting.'),
    when,
  },
  {
    ...number(
      'trees.learning_rate',
      { exclusiveMinimum: 0, maximum: 1, default: 0.1 },
      'What each tree’s values are multiplied by.',
    ),
    when,
  },
  {
    ...integer(
      'trees.max_leaf_nodes',
      { minimum: 2, maximum: 65_536, default: 31 },
      'Leaves of a tree, at most.',
    ),
    when,
  },
  {
    ...integer(
      'trees.min_samples_leaf',
      { minimum: 1, maximum: 1_000_000, default: 20 },
      'Rows of a leaf, at least.',
    ),
    when,
  },
  {
    ...number('trees.l2', { minimum: 0, maximum: 1e9, default: 0 }, 'Ridge on the values of leaves.'),
    when,
  },
] as const satisfies readonly Parameter[];
