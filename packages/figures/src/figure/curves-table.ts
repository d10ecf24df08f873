import type { FigureTable } from '../table.ts';
import type { CurvesData } from './curves.ts';

/** A row a panel, split and epoch, for each replicate; and their mean with its interval, where no replicate is named. */
export function curvesTable({ panels, along }: CurvesData): FigureTable {
  const series = panels.flatMap((panel) => panel.series.map((of) => ({ measure: panel.title, ...of })));
  const place = (i: number) => along?.places[i] ?? i + 1;
  return {
    columns: ['measure', 'split', along?.name ?? 'epoch', 'replicate', 'trial', 'value', 'half_interval'],
    rows: series.flatMap(({ measure, label, replicates, mean, half }) => [
      ...replicates.flatMap(({ replicate, trial, values }) =>
        values.map((value, i) => [measure, label, place(i), replicate, trial, value, null]),
      ),
      ...mean.map((value, i) => [measure, label, place(i), null, null, value, half[i] ?? null]),
    ]),
  };
}
