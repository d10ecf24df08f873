import type { FigureTable } from '../table.ts';
import type { ConfusionData } from './confusion.ts';

/** A row a pair of classes. */
export function confusionTable({ classes, counts }: ConfusionData): FigureTable {
  return {
    columns: ['class', 'predicted', 'mean_rows'],
    rows: classes.flatMap((of, i) => classes.map((predicted, j) => [of, predicted, counts[i]?.[j] ?? null])),
  };
}
