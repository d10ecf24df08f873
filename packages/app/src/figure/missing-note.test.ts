import { expect, test } from 'vitest';
import { missingNotes } from './missing-note.ts';

const column = (name: string, real: number[], made: number[]) => ({
  name,
  levels: null,
  real: Float64Array.from(real),
  made: Float64Array.from(made),
});

test('columns that lack values are named, a few of them', () => {
  const gap = Number.NaN;
  expect(missingNotes([column('whole', [1, 2], [3])])).toEqual([]);
  expect(missingNotes([column('age', [1, gap], [3]), column('empty', [], [])])).toEqual([
    'Missing: age in 50% of the real rows and 0% of the generated ones.',
  ]);
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => column(name, [gap], [gap]));
  expect(missingNotes(many)[0]).toMatch(/^Missing: a in 100% .*; b in .*; c in [^;]*; and 2 more columns\.$/);
});
