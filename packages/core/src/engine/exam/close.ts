import { expect } from 'vitest';

/**
 * How far an engine may be from the f64 reference, and why. Each is a share of 1 + |expected|, but for
 * `gradient`, a share of the largest element of the layer's gradient.
 */
export interface Tolerance {
  /** One forward pass: losses, reconstructions, probabilities. */
  readonly forward: number;
  readonly gradient: number;
  /** Losses while training and parameters after it: tens of steps, each magnifying the rounding of the last. */
  readonly training: number;
  /**
   * How far a lane in a cohort may be from what it is alone. Absent: the same bits. Only for engines whose products
   * sum in an order that depends on the size of the cohort.
   */
  readonly lanes?: number;
  /** Where these figures come from. */
  readonly reason: string;
}

/** Expects |actual - expected| <= tolerance * (1 + |expected|) everywhere; NaN is close to nothing. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / (1 + Math.abs(expected[i]!));
    if (!(error <= tolerance)) {
      expect.fail(
        `${what}[${i}] is ${actual[i]}, the reference says ${expected[i]}, off by ${error} > ${tolerance}`,
      );
    }
  }
}

/** What several passes showed. */
export interface Training {
  readonly losses: readonly number[];
  /** Of each pass. */
  readonly accuracies: readonly number[];
  /** At the end. */
  readonly parameters: Float32Array;
}

export function expectCloseTraining(
  actual: Training,
  expected: Training,
  rows: number,
  tolerance: Tolerance,
): void {
  expectClose(actual.losses, expected.losses, tolerance.training, 'loss');
  // Rounding may carry a row over the threshold.
  actual.accuracies.forEach((accuracy, pass) => {
    expect(Math.abs(accuracy - expected.accuracies[pass]!)).toBeLessThan(1.5 / rows);
  });
  expectClose(actual.parameters, expected.parameters, tolerance.training, 'parameter');
}

/** Expects equal bits. NaN equals NaN, 0 does not equal -0. */
export function expectSameBits(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  expect(actual.length, `${what}: length`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i])) {
      expect.fail(`${what}[${i}] is ${actual[i]} and ${expected[i]}, not the same bits`);
    }
  }
}

/** Expects what a lane made beside others to be what it made alone. */
export function expectSameLane(
  beside: ArrayLike<number>,
  alone: ArrayLike<number>,
  { lanes }: Tolerance,
  what: string,
): void {
  if (lanes === undefined) expectSameBits(beside, alone, what);
  else expectClose(beside, alone, lanes, what);
}

export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('nothing came back for a lane that took part');
  return value;
}
