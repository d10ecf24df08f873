import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { greyPng, idxOf, pictureNamed } from '@latentsweep/image-file/fixtures';
import { bytesOf, npyOf, zipOf } from '@latentsweep/table-file/fixtures';
import { describe, expect, test } from 'vitest';
import { imagesFolder } from '../fixtures/images-folder.ts';

const { folder, write, read, refusal } = await imagesFolder();

/** Files below a folder of that name. */
async function put(name: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const at = join(folder, name, path);
    await mkdir(join(at, '..'), { recursive: true });
    await writeFile(at, content);
  }
  return name;
}

const COLOUR = pictureNamed('colour.png');
const cats = (count: number, from = 0) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.png`, greyPng(from + i)]));
const under = (name: string, files: Readonly<Record<string, Uint8Array>>) =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${name}/${path}`, bytes]));

describe('a folder a class', () => {
  test('has its pictures in the order of names, in grey where all are', async () => {
    const path = await put('pets', {
      ...under('dog', cats(5, 100)),
      ...under('cat', cats(5)),
      'cat/.DS_Store': 'x',
      'cat/Thumbs.db': 'x',
      '.git/a.png': 'x',
    });
    const { images, notes, spec, report } = await read({ path });
    expect(images).toMatchObject({ count: 10, shape: [6, 9, 1], max: 255, classes: ['cat', 'dog'] });
    expect([...images.codes]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect([...images.pixels].filter((_, at) => at % 54 === 0)).toEqual([
      0, 1, 2, 3, 4, 100, 101, 102, 103, 104,
    ]);
    expect(notes).toEqual([]);
    expect(spec).toMatchObject({ decoder: 'fast-png 8.0.0' });
    expect(report).toMatchObject({ images: 10, shape: [6, 9, 1], features: 54 });
  });

  test('of both kinds and sizes is brought to one, which its description tells', async () => {
    const path = await put('mixed', {
      ...under('a', { '1.PNG': COLOUR, '2.jpeg': pictureNamed('grey.jpg'), '3.png': greyPng(7, 3, 3) }),
      ...under('b', { '1.jpg': pictureNamed('colour.jpg'), '2.png': greyPng(9), '3.png': greyPng(11) }),
    });
    expect(await refusal({ path })).toBe(
      '[grey_and_colour] Pictures of …/mixed are partly grey, such as …/mixed/a/2.jpeg, and partly in colour, such as …/mixed/a/1.PNG. Say what all become: `channels: 1` for grey, `channels: 3` for colour.',
    );
    expect(await refusal({ path, channels: 3 })).toBe(
      '[unlike_sizes] Pictures of …/mixed have 2 sizes: …/mixed/a/1.PNG has 6 x 9, …/mixed/a/3.png has 3 x 3. Bring them to one: `size: [32, 32]`, height and width.',
    );
    const { images, spec } = await read({ path, channels: 3, size: [4, 4] });
    expect(images.shape).toEqual([4, 4, 3]);
    expect([...images.pixels.subarray(2 * 48, 3 * 48)]).toEqual(Array.from({ length: 48 }, () => 7));
    expect(spec).toMatchObject({ decoder: 'fast-png 8.0.0, @jsquash/jpeg 1.6.0, triangle 1' });
  });

  test('of parts is split as they are, if that is asked for', async () => {
    const path = await put('parts', {
      ...under('test/a', cats(3, 50)),
      ...under('test/b', cats(3, 60)),
      ...under('train/a', cats(10)),
      ...under('train/b', cats(10, 20)),
    });
    const { images, spec, report } = await read({
      path,
      parts: 'source',
      split: { train: 0.8, validation: 0.2, test: 0 },
    });
    expect(images.parts).toEqual({ train: 20, validation: 0, test: 6 });
    expect(spec).toMatchObject({ parts: 'source' });
    expect(report).toMatchObject({ split: { train: 16, validation: 4, test: 6 } });
    expect(await read({ path })).toMatchObject({ report: { split: { train: 16, validation: 4, test: 6 } } });
    const three = await put('three', {
      ...under('val/a', cats(2, 50)),
      ...under('val/b', cats(2, 60)),
      ...under('test/a', cats(3, 70)),
      ...under('test/b', cats(3, 80)),
      ...under('train/a', cats(10)),
      ...under('train/b', cats(10, 20)),
    });
    expect(await read({ path: three, parts: 'source' })).toMatchObject({
      report: { split: { train: 20, validation: 4, test: 6 } },
    });
  });

  test('of 16 bits is rounded, with a note', async () => {
    const path = await put('deep', {
      ...under('a', { ...cats(4), '16.png': pictureNamed('16 bits.png') }),
      ...under('b', cats(5, 9)),
    });
    expect((await read({ path })).notes).toEqual([
      '[pixels_rounded] 1 picture of …/deep has 16 bits a pixel, which are rounded to 8 Nothing needs to be done.',
    ]);
  });

  test('with other files leaves these out, with a note', async () => {
    const path = await put('notes', {
      ...under('a', cats(5)),
      ...under('b', cats(5, 9)),
      'a/read me.txt': 'x',
    });
    expect((await read({ path })).notes).toEqual([
      '[files_left_out] 1 file of …/notes is no PNG or JPEG by name, and left out: `a/read me.txt` Nothing needs to be done.',
    ]);
  });

  test('has names as they are, with markup or what a terminal would obey', async () => {
    const path = await put('names', { ...under('<b>a', cats(5)), ...under('b\u001b[31m', cats(5, 9)) });
    expect((await read({ path })).images.classes).toEqual(['<b>a', 'b\u001b[31m']);
    const empty = await put('escape', { ...under('a', cats(5)), 'b\u001b[31m/x.txt': '' });
    expect(await refusal({ path: empty })).toContain(
      "The folder of class 'b\\u{1B}[31m', …/escape/b\\u{1B}[31m,",
    );
  });

  const TWO = { ...under('a', cats(5)), ...under('b', cats(5, 9)) };

  test.each<[string, Record<string, Uint8Array | string>, Parameters<typeof read>[0], string]>([
    [
      'without classes',
      { 'a.png': COLOUR },
      {},
      '[no_images] …/f holds no folder with a PNG or JPEG file. It is to hold a folder for each class, named as the class, with its pictures.',
    ],
    [
      'with an empty class',
      { ...TWO, 'c/.keep': '' },
      {},
      "[empty_class] The folder of class 'c', …/f/c, holds no PNG or JPEG file. Put its pictures there, or take the folder out.",
    ],
    [
      'with a class of other files',
      { ...TWO, 'c/a.gif': 'GIF89a' },
      {},
      "[empty_class] The folder of class 'c', …/f/c, holds no PNG or JPEG file. It holds `a.gif`: pictures are to end in .png, .jpg or .jpeg and lie in the class’s own folder.",
    ],
    [
      'with a broken PNG',
      { ...TWO, 'b/broken.png': COLOUR.subarray(0, 60) },
      { channels: 1 },
      expect.stringMatching(/^\[broken_image\] …\/f\/b\/broken\.png is a broken PNG: /) as unknown as string,
    ],
    [
      'with a broken JPEG',
      { ...TWO, 'b/x.jpg': pictureNamed('colour.jpg').subarray(0, -100) },
      { channels: 1 },
      expect.stringMatching(/^\[broken_image\] …\/f\/b\/x\.jpg is a broken JPEG: /) as unknown as string,
    ],
    [
      'with a picture that is none',
      { ...TWO, 'b/x.png': 'GIF89a' },
      {},
      '[broken_image] …/f/b/x.png is no PNG or JPEG that can be read. Fetch or make it again, or take it out.',
    ],
    [
      'with an alpha channel',
      { ...TWO, 'b/x.png': pictureNamed('transparent grey.png') },
      {},
      expect.stringContaining('[transparent_image] …/f/b/x.png has an alpha channel') as unknown as string,
    ],
    [
      'of one image',
      { 'a/1.png': COLOUR },
      {},
      "[one_class] …/f has 1 class, 'a'. There must be two classes to tell apart.",
    ],
    [
      'with a class of one image',
      { ...TWO, 'b/5.png': greyPng(77), 'c/1.png': greyPng(3) },
      {},
      "[class_too_small] Class 'c' has 1 image; it needs at least 2 to be trained on and tested. Get more images of it, or leave it out.",
    ],
    [
      'without parts that are asked for',
      TWO,
      { parts: 'source' },
      '[no_parts] …/f has no parts to train and to test on, which `split: source` would keep. Write shares: `split: { train: 0.6, validation: 0.2, test: 0.2 }`.',
    ],
    [
      'with a class that its test part lacks',
      { ...under('train/a', cats(5)), ...under('train/b', cats(5, 9)), ...under('test/a', cats(2, 40)) },
      { parts: 'source', split: { train: 0.8, validation: 0.2, test: 0 } },
      "[class_not_in_split] Class 'b' has no image in the test part of the source. Write shares of all images: `split: { train: 0.6, validation: 0.2, test: 0.2 }`.",
    ],
    [
      'beside a key of tables',
      TWO,
      { target: 'y' },
      '[unused_key] `target` is for columns of a table, and …/f has none. Take it out.',
    ],
    [
      'beside a key of numbers',
      TWO,
      { max: 255 },
      '[unused_key] `max` is for pixels that are numbers, and …/f has none. Take it out.',
    ],
    [
      'of a picture as large as a town',
      {
        ...TWO,
        'b/x.png': Buffer.concat([
          COLOUR.subarray(0, 16),
          Buffer.from([0, 1, 0, 0, 0, 1, 0, 0]),
          COLOUR.subarray(24),
        ]),
      },
      { channels: 1, size: [8, 8] },
      '[picture_too_large] …/f/b/x.png states 65536 x 65536 pixels; 1 to 100,000,000 are possible. Make it smaller, or take it out.',
    ],
  ])('%s is refused', async (name, files, given, message) => {
    const path = await put(`f ${name}`, files);
    expect((await refusal({ path, ...given })).replaceAll(`…/f ${name}`, '…/f')).toEqual(message);
  });
});

const ITEMS = Uint8Array.from({ length: 48 * 4 }, (_, i) => i);
const LABELS = Uint8Array.from({ length: 48 }, (_, i) => (i % 3) + 5);

describe('IDX', () => {
  test('is a pair of files, packed or not', async () => {
    await put('idx', {
      'train-images-idx3-ubyte': idxOf([48, 2, 2], ITEMS),
      'train-labels-idx1-ubyte': idxOf([48], LABELS),
    });
    const { images, spec } = await read({ path: 'idx/train-images-idx3-ubyte' });
    expect(images).toMatchObject({ count: 48, shape: [2, 2, 1], max: 255, classes: ['5', '6', '7'] });
    expect([...images.pixels]).toEqual([...ITEMS]);
    expect([...images.codes]).toEqual([...LABELS].map((label) => label - 5));
    await put('gz', {
      't-images.idx3-ubyte.gz': gzipSync(idxOf([48, 2, 2], ITEMS)),
      't-labels.idx1-ubyte.gz': gzipSync(idxOf([48], LABELS)),
    });
    expect((await read({ path: 'gz' })).spec).toEqual(spec);
  });

  test('of ten gigabytes is refused by its head', async () => {
    const path = await put('large', {
      'a-images-idx3-ubyte': idxOf([10_000_000, 32, 32], new Uint8Array(0)),
      'a-labels-idx1-ubyte': idxOf([48], LABELS),
    });
    await truncate(join(folder, path, 'a-images-idx3-ubyte'), 10_000_000 * 1024 + 16);
    expect(await refusal({ path })).toBe(
      '[images_too_large] …/large/a-images-idx3-ubyte holds 10,000,000 images of 32 x 32, grey: 10.2 GB as bytes, in every thread that trains; 0.5 GB are the most (500,000,000 values). Keep fewer of them.',
    );
  });

  test('is a folder of both parts', async () => {
    const path = await put('mnist', {
      't10k-images-idx3-ubyte': idxOf([12, 2, 2], ITEMS.map((one) => 255 - one).subarray(0, 48)),
      't10k-labels-idx1-ubyte': idxOf([12], LABELS.subarray(0, 12)),
      'train-images-idx3-ubyte': idxOf([48, 2, 2], ITEMS),
      'train-labels-idx1-ubyte': idxOf([48], LABELS),
    });
    const { images, report } = await read({
      path,
      parts: 'source',
      split: { train: 0.75, validation: 0.25, test: 0 },
    });
    expect(images.parts).toEqual({ train: 48, validation: 0, test: 12 });
    expect(images.pixels.at(-1)).toBe(255 - 47);
    expect(report).toMatchObject({ split: { train: 36, validation: 12, test: 12 } });
  });

  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      'without labels',
      { 'a-images-idx3-ubyte': idxOf([48, 2, 2], ITEMS) },
      '[no_labels] …/f/a-images-idx3-ubyte holds images, and their labels are not beside it. Put a-labels-idx1-ubyte or a-labels-idx1-ubyte.gz into the same folder.',
    ],
    [
      'with fewer labels',
      {
        'a-images-idx3-ubyte': idxOf([48, 2, 2], ITEMS),
        'a-labels-idx1-ubyte': idxOf([40], LABELS.subarray(0, 40)),
      },
      '[unlike_counts] …/f/a-images-idx3-ubyte holds 48 images, and …/f/a-labels-idx1-ubyte 40 labels. Fetch both again: they belong together.',
    ],
    [
      'of a wrong length',
      { 'a-images-idx3-ubyte': idxOf([49, 2, 2], ITEMS), 'a-labels-idx1-ubyte': idxOf([48], LABELS) },
      '[bad_idx] …/f/a-images-idx3-ubyte states 49 x 2 x 2 bytes, which are 196, but holds 192. Fetch it again, as a whole.',
    ],
    [
      'of labels twice',
      { 'a-images-idx3-ubyte': idxOf([48], LABELS), 'a-labels-idx1-ubyte': idxOf([48], LABELS) },
      '[bad_idx] …/f/a-images-idx3-ubyte holds no images of height and width. Is it the file of images?',
    ],
  ])('%s is refused', async (name, files, message) => {
    const path = await put(`i ${name}`, files);
    expect((await refusal({ path })).replaceAll(`…/i ${name}`, '…/f')).toEqual(message);
  });
});

const npz = (arrays: Readonly<Record<string, Uint8Array>>) =>
  zipOf(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })));
const X = npyOf('|u1', [48, 2, 2], ITEMS);
const Y = npyOf('<i8', [48], bytesOf(BigInt64Array.from(LABELS, BigInt)));

describe('an archive of NumPy', () => {
  test('has x and y', async () => {
    await write('a.npz', npz({ x: X, y: Y }));
    const { images } = await read({ path: 'a.npz' });
    expect(images).toMatchObject({ count: 48, shape: [2, 2, 1], max: 255, classes: ['5', '6', '7'] });
    expect([...images.pixels]).toEqual([...ITEMS]);
  });

  test('has floats that are shares of white, in rows of pixels, and labels in words', async () => {
    const words = Uint32Array.from([...LABELS].flatMap((label) => [label + 92, 0]));
    await write(
      'f.npz',
      npz({
        images: npyOf('<f4', [48, 4], bytesOf(Float32Array.from(ITEMS, (one) => one / 255))),
        labels: npyOf('<U2', [48, 1], bytesOf(words)),
      }),
    );
    const { images, notes } = await read({ path: 'f.npz', shape: [2, 2, 1] });
    expect(images).toMatchObject({ max: 255, classes: ['a', 'b', 'c'] });
    expect([...images.pixels]).toEqual([...ITEMS]);
    expect(notes).toEqual([]);
  });

  test('has parts, by the names of Keras and of MedMNIST', async () => {
    const part = (count: number) => ({
      x: npyOf('|u1', [count, 2, 2], ITEMS.subarray(0, 4 * count)),
      y: npyOf('|u1', [count, 1], LABELS.subarray(0, count)),
    });
    await write(
      'k.npz',
      npz({ x_test: part(12).x, y_test: part(12).y, x_train: part(48).x, y_train: part(48).y }),
    );
    expect((await read({ path: 'k.npz' })).images.parts).toEqual({ train: 48, validation: 0, test: 12 });
    await write(
      'm.npz',
      npz({
        train_images: part(48).x,
        val_images: part(9).x,
        test_images: part(12).x,
        train_labels: part(48).y,
        val_labels: part(9).y,
        test_labels: part(12).y,
      }),
    );
    expect((await read({ path: 'm.npz', parts: 'source' })).report).toMatchObject({
      split: { train: 48, validation: 9, test: 12 },
    });
  });

  test.each<[string, Record<string, Uint8Array>, Parameters<typeof read>[0], string]>([
    [
      'of objects',
      { x: npyOf('|O', [48], Buffer.alloc(48 * 8)), y: Y },
      {},
      '[bad_npz] The array `x` of …/b.npz holds Python objects, which are never loaded. Numbers, booleans and text can be read: convert it, or leave it out (of a table with `arrays`).',
    ],
    [
      'with a key of pictures',
      { x: X, y: Y },
      { size: [4, 4] },
      '[unused_key] `size` is for PNG and JPEG pictures, and …/b.npz has none. Take it out.',
    ],
    [
      'with a key of tables',
      { x: X, y: Y },
      { drop: ['a'] },
      '[unused_key] `drop` is for columns of a table, and …/b.npz has none. Take it out.',
    ],
    [
      'of another shape than is said',
      { x: X, y: Y },
      { shape: [1, 1, 3] },
      '[wrong_shape] Images of `x` in …/b.npz are 2 x 2 x 1, but `shape` is 1 x 1 x 3. Take `shape` out: it is for rows of pixels.',
    ],
    [
      'without y',
      { x: X },
      {},
      '[which_arrays] …/b.npz has no images and labels by name: it holds `x (48 x 2 x 2)`. Name them x and y, or x_train, y_train, x_test and y_test.',
    ],
    [
      'with channels first',
      { x: npyOf('|u1', [16, 3, 2, 2], ITEMS), y: npyOf('|u1', [16], LABELS.subarray(0, 16)) },
      {},
      '[wrong_shape] The array `x` of …/b.npz is 16 x 3 x 2 x 2: images are n x height x width, or with 1 or 3 channels behind. Channels stand last: x.transpose(0, 2, 3, 1).',
    ],
    [
      'of rows without a shape',
      { x: npyOf('|u1', [48, 4], ITEMS), y: Y },
      {},
      '[wrong_shape] The array `x` of …/b.npz is 48 x 4: images are n x height x width, or with 1 or 3 channels behind. Reshape it, or write `shape` for rows of pixels, such as `shape: [28, 28, 1]`.',
    ],
    [
      'with fewer labels',
      { x: X, y: npyOf('|u1', [47], LABELS.subarray(0, 47)) },
      {},
      '[unlike_counts] …/b.npz has 48 images in `x` (48 x 2 x 2), and `y` is 47. Labels are to be one for each image.',
    ],
    [
      'of pixels below nought',
      { x: npyOf('<f4', [48, 2, 2], bytesOf(Float32Array.from(ITEMS, (one) => one / 255 - 0.5))), y: Y },
      {},
      '[not_a_pixel] The array `x` of …/b.npz holds -0.5, which is no pixel. Pixels are numbers from 0 to white: 255, 1, or what `max` says.',
    ],
    [
      'of pixels above white',
      { x: X, y: Y },
      { max: 16 },
      '[not_a_pixel] The array `x` of …/b.npz holds 191, which is above `max: 16`, which is no pixel. Pixels are numbers from 0 to white: 255, 1, or what `max` says.',
    ],
    [
      'by columns',
      { x: npyOf('|u1', [48, 2, 2], ITEMS, true), y: Y },
      {},
      '[bad_npz] The array `x` of …/b.npz lies by columns. Save it by rows: numpy.ascontiguousarray(x).',
    ],
  ])('%s is refused', async (_, arrays, given, message) => {
    await write('b.npz', npz(arrays));
    expect(await refusal({ path: 'b.npz', ...given })).toBe(message);
  });
});

describe('Parquet of pictures', () => {
  const blob = (bytes: Uint8Array) => `from_hex('${Buffer.from(bytes).toString('hex')}')`;
  const HUGGING = JSON.stringify({
    info: { features: { image: { _type: 'Image' }, label: { names: ['cat', 'dog'], _type: 'ClassLabel' } } },
  });

  async function parquet(name: string, rows: readonly string[], meta = true): Promise<void> {
    await mkdir(join(folder, name, '..'), { recursive: true });
    const instance = await DuckDBInstance.create(':memory:');
    const db = await instance.connect();
    const metadata = meta ? `, kv_metadata {huggingface: '${HUGGING}'}` : '';
    await db.run(
      `copy (${rows.map((row) => `select ${row}`).join(' union all ')}) to '${join(folder, name)}' (format parquet${metadata})`,
    );
    db.closeSync();
    instance.closeSync();
  }
  const pets = (count: number, from = 0) =>
    Array.from(
      { length: count },
      (_, i) => `{'bytes': ${blob(greyPng(from + i))}, 'path': '${i}.png'} as image, ${i % 2} as label`,
    );

  test('has names of classes from what Hugging Face writes beside', async () => {
    await parquet('p.parquet', pets(12));
    const { images, spec } = await read({ path: 'p.parquet' });
    expect(images).toMatchObject({ count: 12, shape: [6, 9, 1], classes: ['cat', 'dog'] });
    expect([...images.pixels].filter((_, at) => at % 54 === 0)).toEqual(
      Array.from({ length: 12 }, (_, i) => i),
    );
    expect([...images.codes.subarray(0, 3)]).toEqual([0, 1, 0]);
    expect(spec).toMatchObject({ decoder: 'fast-png 8.0.0' });
  });

  test('comes in several files, of parts', async () => {
    await parquet('hf/data/test-00000-of-00001.parquet', pets(4, 90));
    await parquet('hf/data/train-00000-of-00002.parquet', pets(10));
    await parquet('hf/data/train-00001-of-00002.parquet', pets(10, 20));
    const { images, report } = await read({
      path: 'hf',
      parts: 'source',
      split: { train: 0.8, validation: 0.2, test: 0 },
    });
    expect(images.parts).toEqual({ train: 20, validation: 0, test: 4 });
    expect(images.pixels.at(-1)).toBe(93);
    expect(report).toMatchObject({ split: { train: 16, validation: 4, test: 4 } });
  });

  test.each<[string, readonly string[], Parameters<typeof read>[0], string]>([
    [
      'without a word which column is the class',
      pets(12),
      {},
      '[no_target] …/q.parquet does not say which column holds the class. Name it with `target`. It has `image`, `label`.',
    ],
    [
      'with a target that is not there',
      pets(12),
      { target: 'y' },
      '[unknown_target] …/q.parquet has no column `y` (dataset.target). It has `image`, `label`.',
    ],
    [
      'with a class that is missing',
      [...pets(12), `{'bytes': ${blob(greyPng(1))}, 'path': 'x'} as image, null as label`],
      { target: 'label' },
      '[missing_target] The target `label` of …/q.parquet has rows without a class: row 13. Give each image a class, or take its row out.',
    ],
    [
      'with a picture that is not in it',
      [...pets(12), `{'bytes': null, 'path': 'x'} as image, 1 as label`],
      { target: 'label' },
      '[missing_picture] The picture in row 13 of …/q.parquet is not in the file. Write the data set again with its pictures embedded.',
    ],
    [
      'with a picture that is broken',
      [...pets(12), `{'bytes': ${blob(greyPng(1).subarray(0, 50))}, 'path': 'x'} as image, 1 as label`],
      { target: 'label' },
      expect.stringMatching(
        /^\[broken_image\] the picture in row 13 of …\/q\.parquet is a broken PNG/,
      ) as unknown as string,
    ],
  ])('%s is refused', async (_, rows, given, message) => {
    await parquet('q.parquet', rows, false);
    expect(await refusal({ path: 'q.parquet', ...given })).toEqual(message);
  });

  test('without pictures is a table of pixels', async () => {
    await parquet(
      't.parquet',
      Array.from({ length: 24 }, (_, i) => `${i * 10} as a, ${i % 2} as y`),
      false,
    );
    expect((await read({ path: 't.parquet', target: 'y', shape: [1, 1, 1] })).images.pixels[2]).toBe(20);
  });
});

test('What is not there, and what is none of these', async () => {
  expect(await refusal({ path: 'nowhere' })).toContain('[file_not_found] There is no file …/nowhere.');
  await write('one.png', COLOUR);
  expect(await refusal({ path: 'one.png' })).toBe(
    '[one_picture] …/one.png is one picture. Name the folder that holds a folder of pictures for each class.',
  );
});
