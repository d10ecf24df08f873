import type { ArmGroup, VerdictMaterial } from '@latentsweep/core';

const MADE = ['smote', 'vae_mixing'];
/** The 97.5% points of Student's t that are asked for here, by degrees of freedom. */
const T975: Readonly<Record<number, number>> = { 2: 4.3027, 4: 2.7764, 9: 2.2622 };

/**
 * The best config by validation, better in a paired t at 5% on the test values of the same replicates than the best plain
 * config by validation.
 */
export function naiveHelps({ groups, replicates }: VerdictMaterial): boolean {
  const best = (wanted: boolean) =>
    groups
      .filter(({ arm }) => MADE.includes(arm) === wanted)
      .reduce((first: ArmGroup, one) => (one.best.validation > first.best.validation ? one : first));
  const plain = best(false).best.test;
  const pairs = best(true).best.test.map((value, r) => value - plain[r]!);
  const n = replicates.length;
  const mean = pairs.reduce((sum, pair) => sum + pair, 0) / n;
  const variance = pairs.reduce((sum, pair) => sum + (pair - mean) ** 2, 0) / (n - 1);
  return mean > T975[n - 1]! * Math.sqrt(variance / n);
}
