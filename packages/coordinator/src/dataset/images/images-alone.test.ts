import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { greyPng, idxOf, pictureNamed } from '@latentsweep/image-file/fixtures';
import { npyOf, zipOf } from '@latentsweep/table-file/fixtures';
import { describe, expect, test } from 'vitest';
import { imagesFolder } from '../fixtures/images-folder.ts';
import { type ImageReading, readImagesAlone } from './images-alone.ts';

const { folder } = await imagesFolder();

const READING: ImageReading = {
  ...{ shape: [2, 3, 1], target: 'y', drop: ['id'], size: null, channels: null, max: null },
};
const PIXELS = [1, 2, 3, 4, 5, 250, 200, 190, 180, 0, 0, 0];
const ITEMS = Uint8Array.from(PIXELS);
const HEAD = 'a,b,c,d,e,f';
const csv = (rows: readonly (readonly (number | string)[])[], head = HEAD) =>
  `${[head, ...rows.map((row) => row.join(','))].join('\n')}\n`;
const SIX = [PIXELS.slice(0, 6), PIXELS.slice(6)];

const npz = (arrays: Readonly<Record<string, Uint8Array>>) =>
  zipOf(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })));

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  return path;
}
async function read(path: string, more: Partial<ImageReading> = {}) {
  const { images, names, notes } = await readImagesAlone(path, { ...READING, ...more });
  const { count, max, pixels } = images;
  return { count, max, pixels: [...pixels], names, notes: notes.map((note) => note.replaceAll(folder, '…')) };
}
const refusal = async (path: string, more: Partial<ImageReading> = {}) =>
  read(path, more).then(
    () => 'read',
    ({ code, message, hint }) => `[${code}] ${message.replaceAll(folder, '…')} ${hint}`,
  );

async function parquet(name: string, select: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const db = await instance.connect();
  const path = join(folder, name);
  await db.run(`copy (${select}) to '${path}' (format parquet)`);
  db.closeSync();
  instance.closeSync();
  return path;
}

describe('images without classes', () => {
  const numbers = { count: 2, max: 255, pixels: PIXELS, names: null, notes: [] };

  test('are read of tables, whatever their columns are called, with the target and what is dropped or without', async () => {
    expect(await read(await put('plain.csv', csv(SIX)))).toEqual(numbers);
    const labelled = SIX.map((row, i) => [i, ...row, 'new']);
    expect(await read(await put('labelled.csv', csv(labelled, 'id,u,v,w,x,z,p,y')))).toEqual(numbers);
    const shares = SIX.map((row) => row.map((value) => value / 255));
    expect(await read(await put('shares.csv', csv(shares)))).toEqual(numbers);
  });

  test('are read of IDX without labels and of .npz with or without them', async () => {
    expect(await read(await put('a-images-idx3-ubyte', idxOf([2, 2, 3], ITEMS)))).toEqual(numbers);
    const x = { x: npyOf('|u1', [2, 2, 3], ITEMS) };
    const y = { y: npyOf('|u1', [2], Uint8Array.of(0, 1)) };
    expect(await read(await put('alone.npz', npz(x)))).toEqual(numbers);
    expect(await read(await put('pair.npz', npz({ ...x, ...y })))).toEqual(numbers);
    const rows = npyOf('|u1', [2, 6], ITEMS);
    expect(await read(await put('rows.npz', npz({ arr_0: rows })))).toEqual(numbers);
  });

  test('are read of a picture, of all below a folder by their names, and of Parquet', async () => {
    await put('pictures/cats/2.png', greyPng(7, 2, 3));
    const ten = await put('pictures/10.png', greyPng(200, 2, 3));
    await put('pictures/notes.txt', 'none');
    await put('pictures/.hidden/1.png', 'none');
    const of = (...greys: number[]) => greys.flatMap((grey) => [...greyPixels(grey)]);
    const two = { count: 2, max: 255, pixels: of(200, 7), names: ['10.png', 'cats/2.png'], notes: [] };
    expect(await read(join(folder, 'pictures'))).toEqual(two);
    expect(await read(ten)).toEqual({ ...two, count: 1, pixels: of(200), names: ['10.png'] });
    const picture = `(select content from read_blob('${ten}'))`;
    const path = await parquet('p.parquet', `select {bytes: ${picture}, path: 'x'} as image from range(3)`);
    expect(await read(path)).toMatchObject({ count: 3, pixels: of(200, 200, 200), names: null });
  });

  test('of a model that brings pictures to its size and colours may have any', async () => {
    const path = await put('any.png', pictureNamed('colour.png'));
    expect(await read(path, { size: [2, 3], channels: 1 })).toMatchObject({ count: 1, max: 255 });
  });

  test('of another scale are noticed', async () => {
    const dark = await put('dark.csv', csv([[0, 1, 2, 3, 16, 5]]));
    expect((await read(dark, { max: 255 })).notes).toEqual([
      'The largest pixel of …/dark.csv is 16, where 255 is white: these are dark images, or pixels of another scale.',
    ]);
    expect(await read(dark, { max: 16 })).toMatchObject({ max: 16, notes: [] });
    expect(await refusal(dark)).toBe(
      '[unknown_max] The largest pixel of …/dark.csv is 16, which does not tell what white is. The model is of images in which white is 1 or 255: scale the pixels so.',
    );
    const idx = await put('b-images-idx3-ubyte', idxOf([1, 2, 3], Uint8Array.of(0, 0, 0, 0, 0, 17)));
    expect(await refusal(idx, { max: 16 })).toBe(
      '[not_a_pixel] …/b-images-idx3-ubyte holds 17, which is above 16. The model is of images in which white is 16: scale the pixels so.',
    );
  });

  test.each([
    [
      'large.png',
      greyPng(1, 3, 3),
      'wrong_shape',
      '1 image of …/large.png is 3 x 3, grey, and not 2 x 3, grey.',
    ],
    ['coloured.png', pictureNamed('colour.png'), 'wrong_shape', 'colour, and not 2 x 3, grey.'],
    ['c-images-idx3-ubyte', idxOf([1, 3, 2], ITEMS.subarray(0, 6)), 'wrong_shape', 'is 3 x 2, grey'],
    ['wide.csv', csv([[1, 2, 3, 4, 5, 6, 250]], `${HEAD},g`), 'wrong_shape', 'has 7 columns'],
    ['words.csv', csv([[1, 2, 3, 4, 5, 'x']]), 'not_a_pixel', 'is no number'],
    ['rowless.csv', `${HEAD}\n`, 'no_rows', 'has columns but no rows'],
    ['broken.png', greyPng(1, 2, 3).subarray(0, 20), 'broken_image', 'broken.png'],
    ['none/readme.txt', 'none', 'no_images', 'holds no PNG or JPEG file'],
  ])('%s is refused', async (name, content, code, says) => {
    const path = await put(name, content);
    const told = await refusal(name.includes('/') ? join(path, '..') : path);
    expect(told).toContain(`[${code}] `);
    expect(told).toContain(says);
    if (code === 'wrong_shape')
      expect(told).toContain('The model is of images of 2 x 3, grey: bring them to that.');
  });

  test('that are of several sizes or arrays are refused', async () => {
    await put('sizes/1.png', greyPng(1, 2, 3));
    await put('sizes/2.png', greyPng(1, 3, 3));
    expect(await refusal(join(folder, 'sizes'))).toMatch(/^\[unlike_sizes\] .* bring them to that\.$/);
    const x = npyOf('|u1', [2, 2, 3], ITEMS);
    const path = await put('two.npz', npz({ x_train: x, x_test: x }));
    expect(await refusal(path)).toContain('[which_arrays] ');
    expect(await refusal(join(folder, 'nowhere.csv'))).toMatch(/^\[\w+\] /);
  });
});

/** What `greyPng` makes at 2 x 3. */
const greyPixels = (grey: number): readonly number[] => Array.from({ length: 6 }, () => grey);
