import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';
import { ofConfig } from '../of-config.ts';
import { drawUnitCurves } from './unit-curves.ts';

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
