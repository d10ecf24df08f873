/**
 * What a linear classifier minimises: a convex function of P parameters. One row of [columns + 1] parameters a score: a
 * weight for each column, and the intercept last.
 */
export interface Objective {
  /** P. */
  readonly size: number;
  /** The value at `parameters` [P]; its gradient goes into `gradient` [P]. */
  at(parameters: Float64Array, gradient: Float64Array): number;
  /** The Hessian where `at` was last asked, its lower triangle, into [P, P] row-major that holds zeros. */
  hessian(into: Float64Array): void;
  /** About the Hessian's diagonal, all positive: the scales of the parameters. [P] */
  readonly scales: Float64Array;
  /** The size of a gradient, by which a fit is at its end or not. */
  norm(gradient: Float64Array): number;
}

/** Where a minimisation is at its end, and the steps after which it is given up. */
export interface Limits {
  readonly gradientNorm: number;
  readonly iterations: number;
}

/** How a minimisation ended. */
export interface Minimum {
  readonly parameters: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  readonly gradientNorm: number;
}

/**
 * A fit is at its end where no derivative of the mean loss (the penalty with it) is larger, each in units of its column's
 * root mean square where that is above 1: so it does not depend on the number of rows, nor on the unit of a column.
 */
export const GRADIENT_NORM = 1e-7;

export const TO_THE_END: Limits = { gradientNorm: GRADIENT_NORM, iterations: 5000 };

/** The largest |g_j| / max(1, rms_j), as `GRADIENT_NORM` has it. `rms`: of each column and of the intercept's ones. */
export function largestDerivative(gradient: Float64Array, rms: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < gradient.length; j++) {
    const size = Math.abs(gradient[j]!) / Math.max(1, rms[j % rms.length]!);
    // A derivative that is not a number is above every bound.
    if (!(size <= largest)) largest = size;
  }
  return largest;
}
