import { endedOf, mostTrials, storedDefinition } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import type { Sweep, TrialCounts } from '@latentsweep/store';

/** What a sweep has yet to run: `12 trials to go`, or at most so many where a race may drop some. */
export function toGoText(sweep: Sweep, counts: TrialCounts): string {
  const left = Math.max(0, mostTrials(sweep) - endedOf(counts));
  const most = storedDefinition(sweep).race && !sweep.expanded && left > 0 ? 'at most ' : '';
  return `${most}${plural(left, 'trial')} to go`;
}
