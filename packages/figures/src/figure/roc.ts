import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';
import { ofConfig } from '../of-config.ts';
import { drawUnitCurves, type UnitCurve } from './unit-curves.ts';

/** True positives against false positives. */
export interface RocData extends Drawn {
  readonly figure: 'roc';
  readonly config: string;
  readonly split: 'test' | 'validation';
  /** A curve a class; with two classes the positive one. */
  readonly curves: readonly UnitCurve[];
}

export function drawRoc(data: RocData, frame: Frame): Drawing {
  return drawUnitCurves(ofConfig(data), frame, {
    title: `ROC on ${data.split} rows`,
    x: 'false positives',
    y: 'true positives',
    curves: data.curves,
    between: 'straight',
    area: 'area',
    guessing: () => [
      [0, 0],
      [1, 1],
    ],
  });
}
