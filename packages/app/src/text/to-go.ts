import { endedOf, storedDefinition, totalOf } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import type { Sweep, TrialCounts } from '@latentsweep/store';

/** Trials of a sweep in the end: as many as it has, once all are made; before that as many as there may be. */
export const trialsInAll = (
  sweep: Pick<Sweep, 'expanded' | 'cursor' | 'plannedTrials'>,
  counts: TrialCounts,
): number => totalOf(counts, sweep);

/** What a sweep has yet to run: `12 trials to go`, or at most so many where a race may drop some. */
export function toGoText(sweep: Sweep, counts: TrialCounts): string {
  const left = trialsInAll(sweep, counts) - endedOf(counts);
  const most = storedDefinition(sweep).race && !sweep.expanded && left > 0 ? 'at most ' : '';
  return `${most}${plural(left, 'trial')} to go`;
}
