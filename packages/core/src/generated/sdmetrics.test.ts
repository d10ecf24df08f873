import { expect, test } from 'vitest';
import { detection } from './detection.ts';
import { pairTrends } from './pairs.ts';
import { VECTORS } from './sdmetrics.vectors.ts';
import { columnShapes } from './shapes.ts';
import type { TableColumn } from './table-column.ts';

type Given = (typeof VECTORS)[number]['real' | 'made'];

const tableOf = (columns: Given): TableColumn[] =>
  columns.map(({ kind, values }) => ({
    kind,
    values: Float64Array.from(values as readonly (number | null)[], (value) => value ?? Number.NaN),
  }));

test.each(VECTORS)('figures are those of SDMetrics: $name', ({ real, made, ...known }) => {
  const [own, other] = [tableOf(real), tableOf(made)];
  expect(columnShapes(own, other)).toBeCloseTo(known.columnShapes, 6);
  expect(pairTrends(own, other)).toBeCloseTo(known.pairTrends, 6);
  const draws = Array.from({ length: 40 }, (_, draw) => detection(own, other, [1, draw]));
  // Both are means of 40 draws of folds, of which each is uncertain by about 0.04.
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  expect(Math.abs(mean - known.detection)).toBeLessThan(0.02);
});
