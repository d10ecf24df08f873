import { describe, expect, test } from 'vitest';
import { csv } from '../fixtures/data-folder.ts';
import { imagesFolder } from '../fixtures/images-folder.ts';

const { write, read, refusal } = await imagesFolder();

const GREY = { target: 'y', shape: [1, 2, 1] } as const;

async function readCsv(text: string, given: Parameters<typeof read>[0] = {}) {
  await write('t.csv', text);
  return read({ path: 't.csv', ...GREY, ...given });
}

async function refuseCsv(text: string, given: Parameters<typeof read>[0] = {}) {
  await write('t.csv', text);
  return refusal({ path: 't.csv', ...GREY, ...given });
}

const rows = (cell: (i: number) => string, count = 24) => csv('a,y,b', count, cell);

test('a key of pictures does nothing to a table of pixels, and is refused', async () => {
  expect(
    await refuseCsv(
      rows(() => '1,2,3'),
      { size: [4, 4] },
    ),
  ).toBe('[unused_key] `size` is for PNG and JPEG pictures, and …/t.csv has none. Take it out.');
});

describe('a table with a pixel a column', () => {
  test('has its pixels in the order of the columns, and classes in natural order', async () => {
    const { images, report, spec, notes } = await readCsv(
      rows((i) => `${i % 16},${i % 3 === 0 ? 10 : 9 - (i % 3)},${16 - (i % 12)}`),
      { max: 16 },
    );
    expect(images).toMatchObject({ count: 24, shape: [1, 2, 1], max: 16, classes: ['7', '8', '10'] });
    expect([...images.pixels.subarray(0, 6)]).toEqual([0, 16, 1, 15, 2, 14]);
    expect([...images.codes.subarray(0, 4)]).toEqual([2, 1, 0, 2]);
    expect(notes).toEqual([]);
    expect(report).toMatchObject({
      ...{ kind: 'images', images: 24, shape: [1, 2, 1], features: 2, rebalanced: ['8', '10'] },
      classes: [
        { name: '7', rows: 8 },
        { name: '8', rows: 8 },
        { name: '10', rows: 8 },
      ],
    });
    expect(spec).toMatchObject({ kind: 'images', positive: null, balance: 'majority' });
  });

  test('is of bytes where some are bright', async () => {
    const { images } = await readCsv(
      rows((i) => `${i + 120},${i % 2},${i}`),
      { drop: [] },
    );
    expect(images.max).toBe(255);
    expect([...images.pixels.subarray(0, 4)]).toEqual([120, 0, 121, 1]);
  });

  test('of fractions becomes bytes again, without a loss', async () => {
    const { images, notes } = await readCsv(rows((i) => `${(i * 10) / 255},${i % 2},${i / 255}`));
    expect(images.max).toBe(255);
    expect([...images.pixels.subarray(0, 6)]).toEqual([0, 0, 10, 1, 20, 2]);
    expect(notes).toEqual([]);
  });

  test('of finer fractions is rounded, with a note', async () => {
    const { images, notes } = await readCsv(rows((i) => `${i / 1000},${i % 2},${(i % 7) / 7}`));
    expect([...images.pixels.subarray(14, 16)]).toEqual([Math.round((7 / 1000) * 255), 0]);
    expect(notes).toEqual([
      '[pixels_rounded] Pixels of …/t.csv are finer than bytes, and are rounded to 256 levels Nothing needs to be done.',
    ]);
  });

  test('of 16 bits becomes bytes where `max` says so', async () => {
    const { images } = await readCsv(
      rows((i) => `${65535 - 257 * i},${i % 2},${257 * i}`),
      { max: 65535 },
    );
    expect([...images.pixels.subarray(0, 4)]).toEqual([255, 0, 254, 1]);
  });

  test('of noughts and ones needs no word about it', async () => {
    const { images } = await readCsv(
      csv('a,b,c,d,y', 32, (i) => `${i & 1},${(i >> 1) & 1},${(i >> 2) & 1},${(i >> 3) & 1},${i >> 4}`),
      { shape: [2, 2, 1] },
    );
    expect(images.max).toBe(1);
  });

  test('makes the same content from any file of the same values', async () => {
    const one = await readCsv(rows((i) => `${i + 200},${i % 2},${i}`));
    await write('t.tsv', rows((i) => `${i + 200}.0,${i % 2},${i}`).replaceAll(',', '\t'));
    const other = await read({ path: 't.tsv', ...GREY });
    expect(other.spec).toEqual(one.spec);
  });
});

const PLAIN = rows((i) => `${i + 200},${i % 2},${i}`);

test.each<[string, string, Parameters<typeof read>[0], string]>([
  [
    'without a target',
    PLAIN,
    { target: null },
    '[no_target] t.csv is a table, and the column with the class is not named. Name it with `target`.',
  ],
  [
    'with a target that is not there',
    PLAIN,
    { target: 'z' },
    '[unknown_target] …/t.csv has no column `z` (dataset.target). Did you mean `a`? It has `a`, `y`, `b`.',
  ],
  [
    'without a shape',
    csv('a,b,c,d,y', 24, (i) => `${i},1,2,255,${i % 2}`),
    { shape: null },
    '[no_shape] …/t.csv has 4 columns beside the class, which does not tell the shape of an image. Write height, width and channels, such as `shape: [2, 2, 1]`.',
  ],
  [
    'with fewer columns than the shape',
    PLAIN,
    { shape: [2, 2, 3] },
    '[wrong_shape] …/t.csv has 2 columns beside the class, but `shape: [2, 2, 3]` has 12 pixels (2 x 2 x 3). Correct `shape`.',
  ],
  [
    'with more columns than the shape',
    PLAIN,
    { shape: [1, 1, 1] },
    '[wrong_shape] …/t.csv has 2 columns beside the class, but `shape: [1, 1, 1]` has 1 pixel (1 x 1 x 1). Leave columns out that are no pixels with `drop`, or correct `shape`.',
  ],
  [
    'whose white is not known',
    rows((i) => `${i % 17},${i % 2},${i % 7}`),
    {},
    '[unknown_max] The largest pixel of …/t.csv is 16, which does not tell what white is. Write `max: 255` where these are dark images, or `max: 16` where that is white.',
  ],
  [
    'of more than bytes',
    rows((i) => `${i + 300},${i % 2},${i}`),
    {},
    '[unknown_max] The largest pixel of …/t.csv is 323, which does not tell what white is. Write the largest value that a pixel can have, such as `max: 65535`.',
  ],
  [
    'with a pixel that is whiter than white',
    rows((i) => `${i},${i % 2},${i === 7 ? 17 : 3}`),
    { max: 16 },
    "[not_a_pixel] A pixel in column `a` of …/t.csv is not between 0 and 16: '17' on line 19. Correct it, leave the column out with `drop`, or say with `max` what white is.",
  ],
  [
    'with a pixel below nought',
    rows((i) => `${i === 3 ? -1 : 200},${i % 2},${i}`),
    {},
    "[not_a_pixel] A pixel in column `a` of …/t.csv is not between 0 and 255: '-1' on line 5. Correct it, leave the column out with `drop`, or say with `max` what white is.",
  ],
  [
    'with a pixel that is missing',
    rows((i) => `${i === 5 ? '' : 200},${i % 2},${i}`),
    {},
    '[not_a_pixel] A pixel in column `a` of …/t.csv is no number: it is empty on line 7. Correct it, leave the column out with `drop`, or say with `max` what white is.',
  ],
  [
    'with a pixel that is a word',
    rows((i) => `200,${i % 2},${i === 6 ? 'white' : i}`),
    {},
    "[not_a_pixel] A pixel in column `b` of …/t.csv is no number: 'white' on line 8. Correct it, leave the column out with `drop`, or say with `max` what white is.",
  ],
  [
    'with an image without a class',
    rows((i) => `200,${i === 9 ? '' : i % 2},${i}`),
    {},
    '[missing_target] The target `y` of …/t.csv has rows without a class: it is empty on line 11. Give each image a class, or take its row out.',
  ],
  [
    'without rows',
    'a,y,b\n',
    {},
    '[no_rows] …/t.csv has columns but no rows. A row an image follows the header.',
  ],
  [
    'of one class',
    rows((i) => `200,cat,${i}`),
    {},
    "[one_class] …/t.csv has 1 class, 'cat'. There must be two classes to tell apart.",
  ],
  [
    'of one image',
    rows(() => '200,cat,1', 1),
    {},
    "[one_class] …/t.csv has 1 class, 'cat'. There must be two classes to tell apart.",
  ],
  [
    'of more classes than there can be',
    rows((i) => `200,${i},1`, 300),
    {},
    '[too_many_classes] …/t.csv has 300 classes; at most 255 are possible. Is it the class that is named? Measured numbers are none.',
  ],
  [
    'with a class of one image',
    rows((i) => `200,${i === 0 ? 'cat' : `dog${i % 2}`},${i}`),
    {},
    "[class_too_small] Class 'cat' has 1 image; it needs at least 2 to be trained on and tested. Get more images of it, or leave it out.",
  ],
  [
    'with a class of copies',
    rows((i) => (i % 3 === 0 ? '200,cat,1' : `201,dog${i % 2},${i}`)),
    {},
    "[class_too_small] Class 'cat' has 1 different image (8 in all; equal ones count once); it needs at least 2 to be trained on and tested. Get more images of it, or leave it out.",
  ],
  [
    'with a positive class that it lacks',
    PLAIN,
    { positive: '2' },
    "[unknown_positive] …/t.csv has no class '2' (dataset.positive). Did you mean `0`? Its classes are `0`, `1`.",
  ],
  [
    'with a positive class among three',
    rows((i) => `200,${i % 3},${i}`),
    { positive: '2' },
    '[positive_of_many] `positive` is for two classes, but …/t.csv has 3 classes: `0`, `1`, `2`. Take `positive` out.',
  ],
])('a table %s is refused', async (_, text, given, message) => {
  expect(await refuseCsv(text, given)).toBe(message);
});

test('so many pixels are refused before they are read', async () => {
  const { refuseTooMany } = await import('./room.ts');
  expect(() => refuseTooMany('all.bin', 100_000, [100, 100, 3], 'Make them smaller.')).toThrow(
    'all.bin holds 100,000 images of 100 x 100, colour: 3 GB as bytes, in every thread that trains; 0.5 GB are the most (500,000,000 values).',
  );
  refuseTooMany('mnist', 60_000, [28, 28, 1], '');
});
