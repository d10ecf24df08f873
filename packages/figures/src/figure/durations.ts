import type { Drawn, Histogram, Spread } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** How long trials took. */
export interface DurationsData extends Drawn {
  readonly figure: 'durations';
  /** Seconds. Edges grow by a factor. */
  readonly arms: readonly { readonly arm: string; readonly histogram: Histogram; readonly spread: Spread }[];
}

export function drawDurations(data: DurationsData, frame: Frame): Drawing {
  return { ...frame, title: 'durations', description: data.sweep, marks: [], selectable: [] };
}
