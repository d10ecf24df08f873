import type { ImageSpec, ProgramData, TableSpec } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { packSpec, readSpec } from './dataset-spec.ts';
import { MOST_JOB_BYTES } from './job-size.ts';

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
const images: ImageSpec = {
  ...{ kind: 'images', content: '1'.repeat(64), positive: 'cat', balance: 'original' },
  split: { train: 0.6, validation: 0.2, test: 0.2 },
};
const program: ProgramData = {
  ...{ kind: 'program', name: 'train.py', config: null },
  metrics: [{ name: 'val/loss', summary: 'min' }],
};
const ruled: TableSpec = { ...table, rule: 2 };

test.each([
  ['of images', images],
  ['of images as their source has them', { ...images, parts: 'source', decoder: 'a 1' } as const],
  ['of a program of the user’s own', program],
  ['by the first rule', table],
  ['by the second rule', ruled],
])('a data set %s travels as it is', (_, spec) => {
  expect(readSpec(packSpec(spec).bytes)).toEqual(spec);
});

test('a table may have more names than a job has room', () => {
  const wide = { ...table, categorical: Array.from({ length: 10_000 }, (_, i) => `column ${i}`) };
  const { bytes } = packSpec(wide);
  expect(bytes.length).toBeGreaterThan(MOST_JOB_BYTES);
  expect(readSpec(bytes)).toEqual(wide);
});

test('the order of keys makes no other data set, any value does', () => {
  const turned = Object.fromEntries(Object.entries(table).reverse()) as unknown as TableSpec;
  expect(packSpec(turned)).toEqual(packSpec(table));
  expect(packSpec(ruled).sha256).not.toBe(packSpec(table).sha256);
});

test.each([
  ['no metric', { metrics: [] }],
  ['101 metrics', { metrics: Array.from({ length: 101 }, (_, i) => ({ name: `m${i}`, summary: 'last' })) }],
  ['a long name', { name: 'x'.repeat(65) }],
  ['another way of its config', { config: 'telepathy' }],
])('a program with %s is refused', (_, given) => {
  const bad = { ...program, ...given } as ProgramData;
  expect(() => readSpec(packSpec(bad).bytes)).toThrow(expect.objectContaining({ code: 'bad_message' }));
});

test('a rule that this version does not know is refused', () => {
  const newer = { ...table, rule: 3 } as unknown as TableSpec;
  expect(() => readSpec(packSpec(newer).bytes)).toThrow(
    /^A description of a data set is malformed at 'rule'/,
  );
});
