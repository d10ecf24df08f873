import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** Who worked when. */
export interface TimelineData extends Drawn {
  readonly figure: 'timeline';
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly workers: readonly {
    readonly worker: string;
    /** Single trials, where there are few enough. */
    readonly trials: readonly {
      readonly id: number;
      readonly from: number;
      readonly to: number | null;
      readonly state: string;
      readonly attempt: number;
    }[];
    /** Else how busy it was: the mean number of its trials at work, by equal parts of the time. */
    readonly busy: readonly number[];
  }[];
  /** Workers that are not listed. */
  readonly moreWorkers: number;
  /** Trials that ended in each of equal parts of the time. */
  readonly ended: readonly number[];
}

export function drawTimeline(data: TimelineData, frame: Frame): Drawing {
  return { ...frame, title: 'timeline', description: data.sweep, marks: [], selectable: [] };
}
