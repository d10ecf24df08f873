import type { Seed } from '../../random/stream.ts';

/** The names and defaults of scikit-learn's HistGradientBoostingClassifier, but for early stopping, which is off. */
export interface BoostingSettings {
  /** What each leaf's value is multiplied by. */
  readonly learningRate: number;
  /** Rounds; each grows a tree, or one for each class where there are more than two. */
  readonly maxIter: number;
  /** Leaves of a tree, or null for any number. */
  readonly maxLeafNodes: number | null;
  /** Edges from root to leaf, or null for any number. */
  readonly maxDepth: number | null;
  /** Rows of a leaf, whatever their weights. */
  readonly minSamplesLeaf: number;
  /** Added to the sum of second derivatives of a leaf. */
  readonly l2Regularization: number;
  /** Bins of a column, up to 255; values that are missing get one of their own. */
  readonly maxBins: number;
  readonly earlyStopping: EarlyStopping | null;
  /** Chooses the rows that bins are made from, where there are very many, and those held back. */
  readonly seed: Seed;
}

/** Ends where the loss of rows held back was not improved by more than `tol` in `nIterNoChange` rounds. */
export interface EarlyStopping {
  readonly nIterNoChange: number;
  /** Of each class's rows. */
  readonly validationFraction: number;
  readonly tol: number;
}

export const BOOSTING_DEFAULTS: BoostingSettings = {
  learningRate: 0.1,
  maxIter: 100,
  maxLeafNodes: 31,
  maxDepth: null,
  minSamplesLeaf: 20,
  l2Regularization: 0,
  maxBins: 255,
  earlyStopping: null,
  seed: [0, 0],
};

export const EARLY_STOPPING_DEFAULTS: EarlyStopping = {
  nIterNoChange: 10,
  validationFraction: 0.1,
  tol: 1e-7,
};
