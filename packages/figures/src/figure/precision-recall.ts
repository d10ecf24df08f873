import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';
import { ofConfig } from '../of-config.ts';
import { drawUnitCurves, type UnitCurve } from './unit-curves.ts';

/** Precision against recall. */
export interface PrecisionRecallData extends Drawn {
  readonly figure: 'precision-recall';
  readonly config: string;
  readonly split: 'test' | 'validation';
  /** `share` of the rows are of it: what guessing reaches. */
  readonly curves: readonly (UnitCurve & { readonly share: number })[];
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
