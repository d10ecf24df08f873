import type { FigureTable } from '../table.ts';
import type { PrecisionRecallData } from './precision-recall.ts';

/** A row a corner of each replicate's curve. */
export function precisionRecallTable({ curves }: PrecisionRecallData): FigureTable {
  return {
    columns: ['class', 'share', 'trial', 'area', 'recall', 'precision'],
    rows: curves.flatMap(({ of, share, replicates }) =>
      replicates.flatMap(({ trial, area, x, y }) =>
        x.map((recall, i) => [of, share, trial, area, recall, y[i] ?? null]),
      ),
    ),
  };
}
