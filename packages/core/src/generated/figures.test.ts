import { expect, test } from 'vitest';
import { numberColumns } from '../dataset/layout.ts';
import { Stream } from '../random/stream.ts';
import { closestDistances, copies } from './closest.ts';
import { type GeneratedRows, generatedFigures, type LabelledRows } from './figures.ts';
import { type TableColumn, tableColumns } from './table-column.ts';

const numbers = (...values: number[]): TableColumn => ({ kind: 'number', values: Float64Array.from(values) });
const categories = (...values: number[]): TableColumn => ({ ...numbers(...values), kind: 'category' });

test('features become columns: numbers, categories by their largest, flags and what is missing', () => {
  const layout = [
    { kind: 'number', name: 'a', at: 0, width: 1, missing: true, imputed: 0.5 },
    { kind: 'category', name: 'b', at: 2, width: 3, missing: false, levels: ['x', 'y', 'z'] },
    { kind: 'category', name: 'c', at: 5, width: 1, missing: false, levels: ['no', 'yes'] },
    { kind: 'number', name: 'constant', at: 6, width: 0, missing: false, imputed: 0 },
  ] as const;
  const features = Float32Array.of(0.25, 0.2, 0.1, 0.7, 0.2, 0.6, 0.5, 0.9, 0.4, 0.4, 0.1, 0.4);
  expect(tableColumns(features, 6, layout)).toEqual([
    numbers(0.25, Number.NaN),
    categories(1, 0),
    categories(1, 0),
  ]);
});

test('distances are means over columns: shares of the range, and 1 for other categories and for gaps', () => {
  const records = [numbers(0, 10, 5), categories(0, 1, 1), numbers(1, 1, Number.NaN)];
  const rows = [numbers(2, 10, 100, 5), categories(0, 1, 2, 1), numbers(1, 1, 3, Number.NaN)];
  expect([...closestDistances(rows, records)]).toEqual([0.2 / 3, 0, 1, 0]);
  expect(copies(rows, records)).toBe(2);
  expect(copies(rows, rows)).toBe(4);
  expect(copies([numbers(-0)], [numbers(0)])).toBe(1);
  expect(copies([numbers(3, 4)], [numbers()])).toBe(0);
});

/** Class 1 lies above class 0 by `apart`, in three columns. */
function drawn(counts: readonly [number, number], apart: number, seed: number): LabelledRows {
  const stream = new Stream([seed, 1], 0);
  const labels = Uint8Array.from({ length: counts[0] + counts[1] }, (_, row) => Number(row >= counts[0]));
  const features = Float32Array.from(
    { length: labels.length * 3 },
    (_, i) => stream.normal() + apart * labels[Math.floor(i / 3)]!,
  );
  return { features, labels };
}

const about = (made: LabelledRows): GeneratedRows => ({
  ...{ classes: 2, width: 3, layout: numberColumns(3), made, seed: [3, 4] },
  real: drawn([0, 300], 1, 1),
  known: drawn([0, 300], 1, 1),
  others: drawn([400, 0], 1, 2),
  held: drawn([100, 200], 1, 3),
  judged: drawn([300, 200], 1, 4),
});

test('rows of the same law are hard to tell from real ones, and as good to learn from', () => {
  const figures = generatedFigures(about(drawn([0, 400], 1, 5)));
  expect(figures.columnShapes).toBeGreaterThan(0.9);
  expect(figures.pairTrends).toBeGreaterThan(0.9);
  expect(figures.detection).toBeLessThan(0.58);
  expect(figures.closestRatio).toBeCloseTo(1, 0);
  expect(figures.copies).toBe(0);
  expect(figures.fromReal).toBeGreaterThan(0.85);
  expect(figures.fromGenerated).toBeCloseTo(figures.fromReal, 1);
});

test('rows of another law show, and copies are counted', () => {
  const other = generatedFigures(about(drawn([0, 400], 4, 5)));
  expect(other.columnShapes).toBeLessThan(0.4);
  expect(other.detection).toBeGreaterThan(0.98);
  expect(other.closestRatio).toBeGreaterThan(1.5);
  const rows = about(drawn([0, 1], 1, 1));
  const copied = generatedFigures({ ...rows, made: rows.real });
  expect(copied).toMatchObject({ columnShapes: 1, pairTrends: 1, closestRatio: 0, copies: 300 });
  expect(copied.fromGenerated).toBe(copied.fromReal);
  expect(copied.detection).toBeLessThan(0.55);
});

test('classes are judged one by one, and their figures weighed by their rows', () => {
  const { features } = drawn([0, 100], 1, 6);
  const all = about({ features, labels: new Uint8Array(100).fill(1) });
  const far = drawn([0, 300], 9, 7);
  const both = {
    ...all,
    classes: 3,
    made: {
      features: Float32Array.of(...features, ...far.features),
      labels: Uint8Array.of(...all.made.labels, ...far.labels.map(() => 2)),
    },
    real: {
      features: Float32Array.of(...all.real.features, ...drawn([0, 50], 1, 8).features),
      labels: Uint8Array.of(...all.real.labels, ...new Uint8Array(50).fill(2)),
    },
  };
  const [one, two] = [generatedFigures(all), generatedFigures(both)];
  expect(two.columnShapes).toBeLessThan(0.25 * one.columnShapes + 0.05);
  expect(two.columnShapes).toBeGreaterThan(0.25 * one.columnShapes - 1e-9);
});

test('what a class of one real row leaves undefined is NaN, and nothing throws', () => {
  const rows = about(drawn([0, 40], 1, 9));
  const figures = generatedFigures({ ...rows, real: drawn([0, 1], 1, 1), held: drawn([5, 0], 1, 1) });
  expect(figures.detection).toBeNaN();
  expect(figures.pairTrends).toBeNaN();
  expect(figures.closestRatio).toBeNaN();
  expect(figures.columnShapes).toBeGreaterThan(0);
  const none = generatedFigures({ ...rows, judged: drawn([0, 9], 1, 1) });
  expect(none.fromGenerated).toBeNaN();
});
