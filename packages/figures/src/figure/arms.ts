import type { Drawn, Histogram, Spread } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** How the metric is distributed in each arm. */
export interface ArmsData extends Drawn {
  readonly figure: 'arms';
  /** The best mean first. Over trials, not configs. */
  readonly arms: readonly {
    readonly arm: string;
    readonly spread: Spread;
    readonly histogram: Histogram;
    readonly collapsedShare: number | null;
  }[];
}

export function drawArms(data: ArmsData, frame: Frame): Drawing {
  return { ...frame, title: 'arms', description: data.sweep, marks: [], selectable: [] };
}
