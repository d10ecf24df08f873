import type { AliveConfig } from '@latentsweep/store';

/** More than a run has milestones, as a rule. */
const LEAST_AT_ONCE = 100;

/** The next configs, about `wanted`, out of those that stand in the order of their runs: milestones of one stay together. */
export async function wholeRuns(
  wanted: number,
  next: (limit: number) => Promise<readonly AliveConfig[]>,
): Promise<{ readonly configs: readonly AliveConfig[]; readonly isLast: boolean }> {
  const limit = Math.max(LEAST_AT_ONCE, Math.ceil(wanted));
  const found = await next(limit);
  if (found.length < limit) return { configs: found, isLast: true };
  // The last run may go on behind the limit.
  const cut = found.at(-1)?.runHash;
  const whole = found.filter(({ runHash }) => runHash !== cut);
  return { configs: whole.length === 0 ? found : whole, isLast: false };
}
