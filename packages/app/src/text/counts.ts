import type { TrialCounts, TrialState } from '@latentsweep/store';
import { count } from './number.ts';

/** `2 failed`, `1 diverged`: how many trials are in these states, where any are. */
export const countsOf = (counts: TrialCounts, states: readonly TrialState[]): string[] =>
  states.filter((state) => counts[state] > 0).map((state) => `${count(counts[state])} ${state}`);
