import type { FigureTable } from '../table.ts';
import type { CurvesData } from './curves.ts';

/** A row a panel, split and epoch, for each replicate; and their mean with its interval, where no replicate is named. */
export function curvesTable({ panels }: CurvesData): FigureTable {
  const series = panels.flatMap((panel) => panel.series.map((of) => ({ measure: panel.title, ...of })));
  return {
    columns: ['measure', 'split', 'epoch', 'replicate', 'trial', 'value', 'half_interval'],
    rows: series.flatMap(({ measure, label, replicates, mean, half }) => [
      ...replicates.flatMap(({ replicate, trial, values }) =>
        values.map((value, i) => [measure, label, i + 1, replicate, trial, value, null]),
      ),
      ...mean.map((value, i) => [measure, label, i + 1, null, null, value, half[i] ?? null]),
    ]),
  };
}
