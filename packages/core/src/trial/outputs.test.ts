import { expect, it } from 'vitest';
import type { ColumnLayout } from '../dataset/layout.ts';
import { outputsOf } from './outputs.ts';

const place = { name: 'c', at: 0 };
const number = (width: number, missing: boolean): ColumnLayout => ({
  ...{ kind: 'number', ...place, width, missing, imputed: 0.5 },
});
const category = (width: number, missing: boolean): ColumnLayout => ({
  ...{ kind: 'category', ...place, width, missing, levels: [] },
});

it('makes an output of neighbours of one kind, and of each category its own', () => {
  const columns = [
    ...[number(1, false), number(1, false), number(0, false), number(1, true), category(1, true)],
    ...[category(0, false), category(3, true), category(4, false), category(4, false), category(0, true)],
  ];
  expect(outputsOf(columns)).toEqual([
    { kind: 'logit_normal', features: 3 },
    { kind: 'bernoulli', features: 3 },
    { kind: 'softmax', features: 3 },
    { kind: 'bernoulli', features: 1 },
    { kind: 'softmax', features: 4 },
    { kind: 'softmax', features: 4 },
    { kind: 'bernoulli', features: 1 },
  ]);
});

it('covers all features, whatever the columns', () => {
  const columns = [number(0, true), number(0, false), category(5, false)];
  expect(outputsOf(columns).reduce((sum, { features }) => sum + features, 0)).toBe(6);
});
