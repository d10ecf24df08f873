import type { FigureTable } from '../table.ts';
import type { RocData } from './roc.ts';

/** A row a corner of each replicate's curve. */
export function rocTable({ curves }: RocData): FigureTable {
  return {
    columns: ['class', 'trial', 'area', 'false_positive_rate', 'true_positive_rate'],
    rows: curves.flatMap(({ of, replicates }) =>
      replicates.flatMap(({ trial, area, x, y }) =>
        x.map((rate, i) => [of, trial, area, rate, y[i] ?? null]),
      ),
    ),
  };
}
