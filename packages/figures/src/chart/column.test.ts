import { expect, test } from 'vitest';
import { columnOf } from './column.ts';

const of = (...values: unknown[]) => columnOf({ columns: ['c'], rows: values.map((value) => [value]) }, 0);

test.each([
  [[1, 2.5, null], 'numbers', [1, 2.5, null]],
  [['0.5', ' 0.7346', 'NaN'], 'numbers', [0.5, 0.7346, null]],
  [['Infinity', Number.NaN], 'nothing', [null, null]],
  [[null, undefined], 'nothing', [null, null]],
  [['2026-11-27T13:00:00.000Z', null], 'moments', [Date.UTC(2026, 10, 27, 13), null]],
  [['2026-11-27 13:00:00+02'], 'moments', [Date.UTC(2026, 10, 27, 11)]],
  [['2026-11-27'], 'moments', [Date.UTC(2026, 10, 27)]],
  [[new Date(5)], 'moments', [5]],
  [['none', 'smote', 5], 'words', ['none', 'smote', '5']],
  [[true, false], 'words', ['true', 'false']],
  [[{ a: 1 }], 'words', ['{"a":1}']],
  [['2026-99-99'], 'words', ['2026-99-99']],
  [[''], 'words', ['']],
])('%j are %s', (values, kind, read) => {
  expect(of(...values)).toMatchObject({ kind, values: read });
});

test('whole numbers and different values', () => {
  expect(of(1n, 2n)).toMatchObject({ kind: 'numbers', values: [1, 2], whole: true });
  expect(of(1, 2, 2)).toMatchObject({ whole: true, different: 2 });
  expect(of(1, 2.5)).toMatchObject({ whole: false });
});
