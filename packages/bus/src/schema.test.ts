import type { TableSpec } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { exampleJob } from './fixtures/examples.ts';
import { jobVersion } from './messages.ts';
import { checkJob } from './schema.ts';

const table: TableSpec = {
  kind: 'table',
  content: '0'.repeat(64),
  target: 'y',
  positive: null,
  categorical: [],
  scale: 'quantile',
  split: { train: 0.6, validation: 0.2, test: 0.2 },
  balance: 'majority',
};
const ruled: TableSpec = { ...table, rule: 2 };

test.each([
  ['by the first rule', table],
  ['by the second rule', ruled],
])('a table %s travels as it is', (_, dataset) => {
  const job = { ...exampleJob(1), dataset, v: jobVersion(dataset) };
  expect(checkJob(job)).toEqual(job);
});

test('a job with a rule, which a reader of version 1 would leave out, is of version 2, and no other', () => {
  expect([table, ruled, exampleJob(1).dataset].map(jobVersion)).toEqual([1, 2, 1]);
});

test('a rule that this version does not know is refused', () => {
  expect(() => checkJob({ ...exampleJob(1), dataset: { ...table, rule: 3 } })).toThrow('dataset.rule');
});
