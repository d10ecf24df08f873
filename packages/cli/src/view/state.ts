import { count, type ShownState } from '@latentsweep/app';
import type { TrialCounts, TrialState } from '@latentsweep/store';
import type { Style } from '../terminal/style.ts';

/** Colours that let trouble be seen at a glance. */
const COLOURS: Readonly<Record<ShownState | TrialState, keyof Style>> = {
  completed: 'green',
  running: 'cyan',
  failed: 'red',
  quarantined: 'red',
  paused: 'yellow',
  stopped: 'yellow',
  waiting: 'yellow',
  diverged: 'yellow',
  queued: 'dim',
  cancelled: 'dim',
};

export const paintState = (state: ShownState | TrialState, text: string, style: Style): string =>
  style[COLOURS[state]](text);

/** `2 failed`, `1 diverged`: how many trials are in these states, where any are. */
export const countsOf = (counts: TrialCounts, states: readonly TrialState[]): string[] =>
  states.filter((state) => counts[state] > 0).map((state) => `${count(counts[state])} ${state}`);
