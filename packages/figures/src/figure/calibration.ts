import type { Drawn } from '../data.ts';
import type { Drawing, Frame } from '../drawing.ts';

/** Whether what is predicted with 80% comes true in 80%. */
export interface CalibrationData extends Drawn {
  readonly figure: 'calibration';
  readonly config: string;
  readonly split: 'test' | 'validation';
  readonly curves: readonly {
    readonly of: string;
    /** Bins of equal width over the predicted probability, all replicates together. */
    readonly bins: readonly {
      readonly predicted: number;
      readonly observed: number;
      readonly rows: number;
    }[];
    /** Expected calibration error. */
    readonly error: number;
  }[];
}

export function drawCalibration(data: CalibrationData, frame: Frame): Drawing {
  return { ...frame, title: 'calibration', description: data.sweep, marks: [], selectable: [] };
}
