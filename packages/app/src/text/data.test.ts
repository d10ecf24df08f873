import type { DataReport, TableReport } from '@latentsweep/coordinator';
import { expect, test } from 'vitest';
import { dataFacts } from './data.ts';

const classOf = (name: string, rows: number, split: readonly [number, number, number]) => ({
  name,
  rows,
  distinct: rows,
  split: { train: split[0], validation: split[1], test: split[2] },
});

const TABLE: TableReport = {
  kind: 'table',
  target: 'y',
  rows: 60,
  features: 5,
  numbers: 1,
  categories: [
    { name: 'word', levels: 3 },
    { name: 'flag', levels: 2 },
  ],
  leftOut: [
    { name: 'id', why: 'dropped' },
    { name: 'none', why: 'empty' },
  ],
  classes: [classOf('no', 45, [27, 9, 9]), classOf('yes', 15, [9, 3, 3])],
  positive: 'yes',
  rebalanced: ['yes'],
  split: { train: 36, validation: 12, test: 12 },
};
const textOf = (report: DataReport | null) => dataFacts(report).map(([label, value]) => `${label} ${value}`);

test('a table, in two lines', () => {
  expect(textOf(TABLE)).toEqual([
    'data 60 rows: 36 training, 12 validation, 12 test; 3 columns as 5 features: 1 number, 2 categories; left out: id (dropped), none (empty)',
    "classes y is 'no' 45 (27 + 9 + 9), 'yes' 15 (9 + 3 + 3); positive: 'yes'; rebalanced: 'yes'",
  ]);
});

test('images', () => {
  const { classes, positive, rebalanced, split } = TABLE;
  const images = { kind: 'images', images: 60, shape: [28, 14, 3], features: 1176 } as const;
  expect(textOf({ ...images, classes, positive, rebalanced, split })).toEqual([
    'data 60 images of 28 x 14, colour: 36 training, 12 validation, 12 test',
    "classes 2 classes: 'no' 45 (27 + 9 + 9), 'yes' 15 (9 + 3 + 3); positive: 'yes'; rebalanced: 'yes'",
  ]);
});

test('of many classes and columns the first and the last are shown', () => {
  const classes = Array.from({ length: 30 }, (_, k) => classOf(`c${k}`, k + 10, [k + 6, 2, 2]));
  const leftOut = Array.from({ length: 500 }, (_, i) => ({ name: `x${i}`, why: 'dropped' as const }));
  const rebalanced = classes.slice(0, -1).map(({ name }) => name);
  const [data, shown] = textOf({ ...TABLE, classes, leftOut, positive: null, rebalanced });
  expect(data).toContain('x5 (dropped), … 491 more …, x497 (dropped)');
  expect(shown).toBe(
    "classes y is 'c0' 10 (6 + 2 + 2), 'c1' 11 (7 + 2 + 2), 'c2' 12 (8 + 2 + 2), 'c3' 13 (9 + 2 + 2), " +
      "'c4' 14 (10 + 2 + 2), 'c5' 15 (11 + 2 + 2), … 21 more …, 'c27' 37 (33 + 2 + 2), 'c28' 38 (34 + 2 + 2), " +
      "'c29' 39 (35 + 2 + 2); rebalanced: all but 'c29'",
  );
});

test('names neither drive the terminal nor fill the line', () => {
  const long = 'n'.repeat(100);
  const classes = [classOf('\u001B[31mno', 45, [27, 9, 9]), classOf(long, 15, [9, 3, 3])];
  const text = textOf({ ...TABLE, classes, positive: long, rebalanced: [long] }).join(' ');
  expect(text).toContain("\\u{1B}[31mno' 45");
  expect(text).not.toContain('\u001B');
  expect(text).toContain(`positive: '${'n'.repeat(23)}…'`);
});

test('simulated rows, with the shares of their classes where they are given', () => {
  const simulated: DataReport = {
    kind: 'simulated',
    features: 10,
    classes: ['0', '1', '2'].map((name, k) => ({ name, share: [0.7, 0.2, 0.1][k]! })),
    rebalanced: ['1', '2'],
    split: { train: 80_000, validation: 20_000, test: 20_000 },
  };
  expect(textOf(simulated)).toEqual([
    'data simulated rows: 80,000 training, 20,000 validation, 20,000 test in each replicate; 10 features',
    "classes '0' (70%), '1' (20%), '2' (10%); rebalanced: all but '0'",
  ]);
});

test('nothing of a sweep of an older version', () => {
  expect(textOf(null)).toEqual([]);
});
