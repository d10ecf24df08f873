import { expect, test } from 'vitest';
import { parse } from '../sweep-file/fixtures.ts';
import { storedDefinition } from '../sweep-file/stored.ts';
import { asRead } from './as-read.ts';

const datasetOf = (keys: string) =>
  parse(`method: grid\ndataset: { path: a.csv, target: y${keys} }\nparameters: { epochs: { value: 1 } }\n`)
    .definition;

/** As a version stored it that did not know the keys of today. */
const LATER = ['header', 'columns', 'encoding', 'keep', 'missing', 'decimal', 'dates', 'reading'];
const before = Object.fromEntries(
  Object.entries(datasetOf('').dataset).filter(([key]) => !LATER.includes(key)),
);
const earlier = storedDefinition({ definition: { ...datasetOf(''), dataset: before } }).dataset;

test('a file goes on to be read as when its sweep began', () => {
  const now = datasetOf(', drop: [id]').dataset;
  expect(asRead(now, earlier)).toEqual({ ...now, header: true, keep: null, reading: 1 });
  expect(asRead(asRead(now, earlier)!, earlier)).toBeNull();
});

test('but not where the sweep began with the reading of today, or on simulated rows', () => {
  const now = datasetOf('').dataset;
  expect(asRead(now, now)).toBeNull();
  const simulated = { kind: 'simulated' } as never;
  expect([asRead(now, simulated), asRead(simulated, earlier)]).toEqual([null, null]);
});

test.each([
  ', missing: []',
  ', missing: [none]',
  ", decimal: ','",
  ', dates: [d]',
  ', keep: [id]',
  ', header: true',
  ', header: false, columns: [a, y]',
  ', encoding: latin1',
])('nor where it asks for%s', (keys) => {
  expect(asRead(datasetOf(keys).dataset, earlier)).toBeNull();
});
