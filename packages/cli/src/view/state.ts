import type { ShownState } from '@latentsweep/app';
import type { TrialState } from '@latentsweep/store';
import type { Style } from '../terminal/style.ts';

/** Colours that let trouble be seen at a glance. */
const COLOURS: Readonly<Record<ShownState | TrialState, keyof Style>> = {
  completed: 'green',
  pruned: 'green',
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
