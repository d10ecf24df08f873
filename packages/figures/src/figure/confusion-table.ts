import { isDrawable } from '../scale.ts';
import type { FigureTable } from '../table.ts';
import type { ConfusionData } from './confusion.ts';

/** A row a pair of classes; `share` of the rows of the class, whose recall stands in each of its rows. */
export function confusionTable({ classes, counts, recall }: ConfusionData): FigureTable {
  return {
    columns: ['class', 'predicted', 'mean_rows', 'share', 'class_recall', 'half_interval'],
    rows: classes.flatMap((of, i) => {
      const row = (counts[i] ?? []).filter(isDrawable);
      const total = row.reduce((sum, count) => sum + count, 0);
      const { mean, half } = recall[i] ?? { mean: null, half: null };
      return classes.map((predicted, j) => {
        const count = counts[i]?.[j] ?? null;
        return [of, predicted, count, count !== null && total > 0 ? count / total : null, mean, half];
      });
    }),
  };
}
