import { expect, it } from 'vitest';
import { blankMissing } from './blank-missing.ts';
import type { ColumnLayout } from './layout.ts';

const columns: readonly ColumnLayout[] = [
  { kind: 'number', name: 'x', at: 0, width: 1, missing: true, imputed: 0.25 },
  { kind: 'category', name: 'town', at: 2, width: 3, missing: true, levels: ['a', 'b', 'c'] },
  { kind: 'number', name: 'constant', at: 6, width: 0, missing: true, imputed: 0 },
  { kind: 'number', name: 'y', at: 7, width: 1, missing: false, imputed: 0.5 },
];

it('makes missing cells what encoding makes of them, and leaves the others', () => {
  const features = Float32Array.of(
    ...[0.75, 1, 0, 1, 0, 0, 1, 0.125],
    ...[0.75, 0, 0, 0, 1, 1, 0, 0.125],
    ...[0.5, 0, 1, 0, 0, 0, 0, 1],
  );
  expect(blankMissing(features, columns)).toBe(true);
  expect(Array.from(features)).toEqual([
    ...[0.25, 1, 0, 1, 0, 0, 1, 0.125],
    ...[0.75, 0, 0, 0, 0, 1, 0, 0.125],
    ...[0.5, 0, 1, 0, 0, 0, 0, 1],
  ]);
});

it('says where nothing can be missing', () => {
  const features = Float32Array.of(0.5, 0.5);
  expect(blankMissing(features, [columns[3]!])).toBe(false);
  expect(blankMissing(features, [columns[2]!, columns[3]!])).toBe(false);
  expect(Array.from(features)).toEqual([0.5, 0.5]);
});
