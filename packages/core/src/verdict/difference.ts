import { studentT975 } from '../statistics/mean-interval.ts';
import { studentBeyond } from '../statistics/student.ts';

/** A difference paired by replicate, corrected for how it came about. Positive is better, whatever the metric's direction. */
export interface CorrectedDifference {
  /** In the order of the replicates. */
  readonly pairs: readonly number[];
  readonly mean: number;
  /** What of the mean may be the luck of the choice. */
  readonly luck: number;
  /** The mean without it: what is above zero comes nearer to zero by it, not beyond. */
  readonly value: number;
  /** Half of the 95% interval; null where all pairs are equal, which says nothing of how much they vary. */
  readonly half: number | null;
  /** The value by its standard error; 0 where there is no interval. */
  readonly t: number;
  /** Of no difference, two-sided; 1 where there is no interval. */
  readonly p: number;
  readonly deviation: number;
}

/**
 * By the corrected resampled t of Nadeau and Bengio (2003): replicates that split the same rows anew are not independent, and
 * the variance of the mean of n differences with the variance s² is s² (1/n + q), with q the test rows by the training rows;
 * 0 for data drawn anew, where it is Student's. `pairs`: at least two.
 */
export function correctedDifference(
  pairs: readonly number[],
  luck: number,
  sharedRows: number,
): CorrectedDifference {
  const n = pairs.length;
  const mean = pairs.reduce((sum, pair) => sum + pair, 0) / n;
  const deviation = Math.sqrt(pairs.reduce((sum, pair) => sum + (pair - mean) ** 2, 0) / (n - 1));
  const error = deviation * Math.sqrt(1 / n + sharedRows);
  const value = without(mean, luck);
  // Pairs that are equal but for rounding, as all replicates of a small test set may be by chance.
  const alike = deviation <= 1e-12 * Math.max(...pairs.map(Math.abs));
  return {
    ...{ pairs, mean, luck, value, deviation },
    t: alike ? 0 : value / error,
    half: alike ? null : studentT975(n - 1) * error,
    p: alike ? 1 : studentBeyond(value / error, n - 1),
  };
}

const without = (mean: number, luck: number) => (mean > 0 ? Math.max(0, mean - luck) : mean);

/** By a normal: with as much more, a difference is told apart in 80% of sweeps. */
const POWER_80 = 0.8416;
/** Nobody asks for more. */
export const MOST_NEEDED = 10_000;

/**
 * The least number of replicates that tell a difference as large as the one seen in 80% of sweeps; null where no number of
 * them up to `MOST_NEEDED` does, be it that all split the same rows. `luck` is given their number.
 */
export function replicatesToTell(
  { mean, deviation, half }: CorrectedDifference,
  sharedRows: number,
  luckOf: (replicates: number) => number,
): number | null {
  if (half === null) return null;
  for (let n = 2; n <= MOST_NEEDED; n = n < 30 ? n + 1 : Math.ceil(n * 1.05)) {
    const value = Math.abs(without(mean, luckOf(n)));
    if (value >= (studentT975(n - 1) + POWER_80) * deviation * Math.sqrt(1 / n + sharedRows)) return n;
  }
  return null;
}

/** The difference that so many replicates tell in 80% of sweeps. */
export function leastTold(difference: CorrectedDifference, sharedRows: number): number {
  const { deviation, luck, pairs } = difference;
  const error = deviation * Math.sqrt(1 / pairs.length + sharedRows);
  return (studentT975(pairs.length - 1) + POWER_80) * error + luck;
}
