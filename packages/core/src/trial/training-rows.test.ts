import { expect, it } from 'vitest';
import { takeFeatures } from '../dataset/rows.ts';
import { SEED, TWO } from './fixtures.ts';
import { prepareDataset } from './load.ts';
import { piecesMadeAgain } from './made-pieces.ts';
import { fittingRows } from './training-rows.ts';

const dataset = prepareDataset(TWO, SEED, null);
const { features: columns, train } = dataset;
const made = Float32Array.from({ length: 3 * columns }, (_, i) => i);
const madeLabels = Uint8Array.of(1, 0, 1);
const order = Uint32Array.of(7, train.count + 2, 7, 0, train.count, 7);
const rowsOf = (together: boolean, weights: Float32Array | null = null) =>
  fittingRows(
    madeLabels,
    dataset,
    { order, weights },
    piecesMadeAgain(() => [made.slice()], columns),
    together,
  );
const featuresOf = (row: number) =>
  row < train.count
    ? train.features.subarray(row * columns, (row + 1) * columns)
    : made.subarray((row - train.count) * columns, (row - train.count + 1) * columns);
const labelOf = (row: number) => (row < train.count ? train.labels[row] : madeLabels[row - train.count]);

it('has the features of each row once, wherever it stands in the set', async () => {
  const { features, places, labels, count } = await rowsOf(false);
  expect(count).toBe(6);
  expect(features).toHaveLength(4 * columns);
  expect(takeFeatures(features, columns, places!)).toEqual(
    Float32Array.from([...order].flatMap((row) => [...featuresOf(row)])),
  );
  expect([...labels]).toEqual([...order].map(labelOf));
});

it('has a row that stands there several times once, with its weight as often, where that is the same', async () => {
  const weights = new Float32Array(train.count + 3).fill(1);
  weights[7] = 0.5;
  const rows = await rowsOf(true, weights);
  const occurring = [0, 7, train.count, train.count + 2];
  expect(rows.places).toBeUndefined();
  expect(rows.count).toBe(4);
  expect([...rows.features]).toEqual(occurring.flatMap((row) => [...featuresOf(row)]));
  expect([...rows.labels]).toEqual(occurring.map(labelOf));
  expect([...rows.weights!]).toEqual([1, 1.5, 1, 1]);
});
