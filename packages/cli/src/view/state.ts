import type { ShownState } from '@latentsweep/app';
import type { TrialState } from '@latentsweep/store';
import type { Style } from '../terminal/style.ts';

/** Colours that let trouble be seen at a glance. */
export function paintState(state: ShownState | TrialState, text: string, style: Style): string {
  switch (state) {
    case 'completed':
      return style.green(text);
    case 'running':
      return style.cyan(text);
    case 'failed':
    case 'quarantined':
      return style.red(text);
    case 'paused':
    case 'stopped':
    case 'waiting':
    case 'diverged':
      return style.yellow(text);
    case 'queued':
    case 'cancelled':
      return style.dim(text);
  }
}
