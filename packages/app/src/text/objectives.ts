import { storedDefinition } from '@latentsweep/coordinator';
import type { Sweep } from '@latentsweep/store';

/** What a sweep is to be good by: its metric, or all of several. */
export function objectivesOf(sweep: Pick<Sweep, 'definition' | 'metric'>): readonly string[] {
  return storedDefinition(sweep).metrics?.map(({ name }) => name) ?? [sweep.metric];
}

/** Measures that a ranking by `by` shows beside it: the other objectives of the sweep, then what was asked for. */
export function shownBeside(
  sweep: Pick<Sweep, 'definition' | 'metric'>,
  by: string,
  asked: readonly string[] = [],
): readonly string[] {
  const own = storedDefinition(sweep).metrics === undefined ? [] : objectivesOf(sweep);
  return [...new Set([...own.filter((name) => name !== by), ...asked])];
}
