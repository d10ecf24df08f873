import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';
import { ofConfig } from '../of-config.ts';
import { drawUnitCurves } from './unit-curves.ts';

/** Precision against recall. */
export interface PrecisionRecallData extends Drawn {
  readonly figure: 'precision-recall';
  readonly config: string;
  readonly split: 'test' | 'validation';
  readonly curves: readonly {
    readonly of: string;
    /** The share of rows that are of it: what guessing reaches. */
    readonly share: number;
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

export function drawPrecisionRecall(data: PrecisionRecallData, frame: Frame): Drawing {
  return drawUnitCurves(ofConfig(data), frame, {
    title: `Precision and recall on ${data.split} rows`,
    x: 'recall',
    y: 'precision',
    curves: data.curves,
    between: 'steps',
    area: 'average precision',
    guessing: ({ share }) => [
      [0, share],
      [1, share],
    ],
  });
}
