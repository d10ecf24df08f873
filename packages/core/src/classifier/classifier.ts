/** Classifiers that are fitted in one go, beside the network that learns by steps. Pure and deterministic. */

/** What one is fitted on. */
export interface FittingRows {
  /** [count, columns] row-major, or of fewer rows: `places`. */
  readonly features: Float32Array;
  /** Which of the rows in `features` each row is, for classifiers that take no weights in the place of copies; absent: its own. [count] */
  readonly places?: Uint32Array;
  /** The class index of each row, below `classes`. [count] */
  readonly labels: Uint8Array;
  /** How much each row counts, not negative, or null for 1 each. [count] */
  readonly weights: Float32Array | null;
  readonly count: number;
  readonly columns: number;
  readonly classes: number;
}

/** How a fit ended. */
export interface FitReport {
  /** False where it was cut off before its own rule was met. */
  readonly converged: boolean;
  /** Steps of the optimizer, or rounds of boosting. */
  readonly iterations: number;
  /** The largest part of the gradient at the end, of the mean loss; null where there is none. */
  readonly gradientNorm: number | null;
}

export interface FittedClassifier {
  /**
   * Probabilities of rows [count, columns] row-major as [count, P], P = headOutputs(classes): of class 1 for two
   * classes, one a class for more. Throws RangeError where `features` are not `count` rows.
   */
  predict(features: Float32Array, count: number): Float32Array;
  readonly fit: FitReport;
}
