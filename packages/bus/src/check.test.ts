import type { TableSpec } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { checkJob, checkPresence } from './check.ts';
import { exampleJob } from './fixtures/examples.ts';

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
  const job = { ...exampleJob(1), dataset };
  expect(checkJob(job)).toEqual(job);
});

test.each([1, 2, 4])('a job of version %i is refused in words that name both versions', (v) => {
  expect(() => checkJob({ ...exampleJob(1), v })).toThrow(
    `A job message has version ${v}; this program reads version 3.`,
  );
});

test('a message of another version names its worker', () => {
  const presence = { v: 1, worker: 'gpu-3', version: '0.1.0' };
  expect(() => checkPresence(presence)).toThrow(
    'A presence message of gpu-3 has version 1; this program reads version 3.',
  );
});

test('a rule that this version does not know is refused', () => {
  expect(() => checkJob({ ...exampleJob(1), dataset: { ...table, rule: 3 } })).toThrow('dataset.rule');
});
