import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCustomersModel } from './fixtures/customers-model.ts';
import { readModel } from './folder.ts';
import { predictFile } from './predict.ts';

const IMAGES = '{ kind: images, path: images.csv, target: y, shape: [2, 3, 1] }';
const CONFIG = { arm: 'oversample', classifier_layers: ['conv 4 2x2', 'dense 4'] };

async function predicted(to: string, file: string) {
  const { rows, pages } = await predictFile(await readModel(to), file);
  const all = [...pages()];
  return { rows, columns: all[0]!.columns, cells: all.flatMap((page) => page.rows) };
}

test('a model of images predicts those that it was trained on, and others of their shape', async () => {
  const { place, to, made } = await makeCustomersModel(CONFIG, IMAGES);
  expect(made.record.images).toEqual({
    ...{ shape: [2, 3, 1], target: 'y', drop: [], size: null, channels: null, max: null },
  });
  const own = await predicted(to, join(place.folder, 'images.csv'));
  expect(own.columns).toEqual(['class', 'probability_dark', 'probability_bright']);
  expect(own.rows).toBe(120);
  const [first] = own.cells;
  expect(Number(first![1]) + Number(first![2])).toBeCloseTo(1);

  // The first image of the file alone, as IDX: i = 0, which is rare.
  const pixels = Array.from({ length: 6 }, (_, p) => ((p * 101) % 190) + 65);
  const idx = join(place.folder, 'one-images-idx3-ubyte');
  await writeFile(
    idx,
    Uint8Array.from([0, 0, 8, 3, ...[1, 2, 3].flatMap((side) => [0, 0, 0, side]), ...pixels]),
  );
  expect(await predicted(to, idx)).toEqual({ rows: 1, columns: own.columns, cells: [first] });
});

test('one that an older version wrote reads tables by the names of pixels', async () => {
  const { place, to } = await makeCustomersModel(CONFIG, IMAGES);
  const { record, ...model } = await readModel(to);
  const { images: _, ...older } = record;
  const file = join(place.folder, 'named.csv');
  await writeFile(file, 'p1_2,p0_0,p0_1,p0_2,p1_0,p1_1\n6,1,2,3,4,250\n');
  const { rows } = await predictFile({ ...model, record: older }, file);
  expect(rows).toBe(1);
});
