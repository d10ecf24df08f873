import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** True positives against false positives. */
export interface RocData extends Drawn {
  readonly figure: 'roc';
  readonly config: string;
  readonly split: 'test' | 'validation';
  /** A curve a class; with two classes the positive one. */
  readonly curves: readonly {
    readonly of: string;
    readonly replicates: readonly {
      readonly trial: number;
      readonly area: number;
      readonly x: readonly number[];
      readonly y: readonly number[];
    }[];
    readonly area: number;
    readonly half: number | null;
  }[];
}

export function drawRoc(data: RocData, frame: Frame): Drawing {
  return { ...frame, title: 'roc', description: data.sweep, marks: [], selectable: [] };
}
