import type { FigureTable } from '../table.ts';
import type { CalibrationData } from './calibration.ts';

/** A row a class and bin of predicted probability. */
export function calibrationTable({ curves }: CalibrationData): FigureTable {
  return {
    columns: ['class', 'calibration_error', 'predicted', 'observed', 'rows'],
    rows: curves.flatMap(({ of, error, bins }) =>
      bins.map(({ predicted, observed, rows }) => [of, error, predicted, observed, rows]),
    ),
  };
}
