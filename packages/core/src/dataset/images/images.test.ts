import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrowBytes } from '../../fixtures/arrow.ts';
import type { ImageSpec, Split } from '../dataset.ts';
import { takeFeatures, takeRows } from '../rows.ts';
import { rowDecoder } from '../tabular/decode.ts';
import { columnDecodings } from '../tabular/decoding.ts';
import { openTable } from '../tabular/open-table.ts';
import { prepareCells, preparedColumns } from '../tabular/preparation.ts';
import { prepareTable } from '../tabular/prepare.ts';
import { pixelNames } from './columns.ts';
import { type ImageShape, layOutImages, openImages } from './pack.ts';
import { prepareImages } from './prepare.ts';
import { imagesShape } from './shape.ts';

const SPLIT = { train: 0.6, validation: 0.2, test: 0.2 };
const SPEC: ImageSpec = { kind: 'images', content: '', positive: null, split: SPLIT, balance: 'majority' };

/** Images of three classes, of which each value is `valueAt(image, pixel)`. */
function imagesOf(
  count: number,
  shape: ImageShape,
  valueAt: (image: number, pixel: number) => number,
  max = 16,
) {
  const images = layOutImages({ count, shape, max, classes: ['10', '2', 'é'] });
  const size = images.pixels.length / count;
  images.codes.forEach((_, i) => {
    images.codes[i] = i % 3;
  });
  images.pixels.forEach((_, at) => {
    images.pixels[at] = valueAt(Math.floor(at / size), at % size);
  });
  return images;
}

describe('packed images', () => {
  test('come out as they were put in, in memory that threads share', () => {
    const made = imagesOf(6, [2, 3, 1], (image, pixel) => image + pixel);
    const { bytes, ...opened } = openImages(made.bytes);
    expect(opened).toMatchObject({ count: 6, shape: [2, 3, 1], max: 16, classes: ['10', '2', 'é'] });
    expect([...opened.codes]).toEqual([0, 1, 2, 0, 1, 2]);
    expect([...opened.pixels.subarray(6, 12)]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('are told from other bytes, and from such as break off', () => {
    const { bytes } = imagesOf(6, [2, 3, 1], () => 0);
    expect(() => openImages(bytes.slice(0, -1))).toThrow('a set of 6 images takes');
    expect(() => openImages(new Uint8Array(100))).toThrow('the content is no set of images');
    expect(() => openImages(new Uint8Array(0))).toThrow('the content is no set of images');
  });
});

describe('prepared images', () => {
  test('are as a table of their pixels that are shares of white already', async () => {
    const images = imagesOf(60, [2, 2, 1], (image, pixel) => (image * 7 + pixel * 3) % 17);
    const names = pixelNames([2, 2, 1]);
    const all = Array.from({ length: 60 }, (_, i) => i);
    const columns = names.map((name, p) => [name, all.map((i) => images.pixels[i * 4 + p]! / 16)] as const);
    const classes = all.map((i) => images.classes[i % 3]!);
    const table = await openTable(arrowBytes({ ...Object.fromEntries(columns), y: classes }));
    const { columns: _, ...asTable } = prepareTable(
      { ...SPEC, kind: 'table', target: 'y', categorical: [], scale: 'none', rule: 2 },
      [3, 4],
      table,
    );
    const prepared = prepareImages(SPEC, [3, 4], images);
    const plain = ({ features, labels, count }: Split) => ({ features, labels, count });
    const { train, validation, test: held } = prepared;
    expect({ ...prepared, train: plain(train), validation: plain(validation), test: plain(held) }).toEqual({
      ...{ ...asTable, shape: [2, 2, 1], white: 16 },
    });
    const rows = Uint32Array.of(5, 0, 5);
    expect(takeRows(train, 4, rows)).toEqual(takeFeatures(train.features, 4, rows));
  });

  test('of which some are equal have these in one split', () => {
    const images = imagesOf(90, [2, 2, 3], (image, pixel) => (image % 30) + (pixel % 2), 255);
    const { train, validation, test: held } = prepareImages(SPEC, [1, 2], images);
    const seen = [train, validation, held].map(
      ({ features, count }) =>
        new Set(Array.from({ length: count }, (_, i) => features.subarray(i * 12, i * 12 + 12).join())),
    );
    expect(seen.map(({ size }) => size).reduce((sum, size) => sum + size)).toBe(30);
    expect(seen.every(({ size }) => size > 0)).toBe(true);
    expect(imagesShape(SPEC, [1, 2], images)).toMatchObject({
      classNames: ['10', '2', 'é'],
      classRows: [30, 30, 30],
      distinctRows: [10, 10, 10],
      contradictory: 0,
    });
  });

  test('of a source with parts keep these, and are validated by a share of its training', () => {
    const parts = { train: 60, validation: 0, test: 30 };
    const plain = imagesOf(90, [1, 2, 1], (image, pixel) => (pixel === 0 ? image : image >> 4), 90);
    const images = layOutImages({ ...plain, parts });
    images.codes.set(plain.codes);
    images.pixels.set(plain.pixels);
    const spec = { ...SPEC, parts: 'source', split: { train: 0.8, validation: 0.2, test: 0 } } as const;
    const firsts = (seed: number) => {
      const { train, validation, test: held } = prepareImages(spec, [seed, 1], images);
      return [train, validation, held].map(({ features }) =>
        [...features].flatMap((value, at) => (at % 2 === 0 ? [Math.round(value * 90)] : [])),
      );
    };
    const [train, validation, held] = firsts(1);
    expect([train!.length, validation!.length]).toEqual([48, 12]);
    expect([...train!, ...validation!].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 60 }, (_, i) => i),
    );
    expect(held).toEqual(Array.from({ length: 30 }, (_, i) => 60 + i));
    expect(firsts(2)[1]).not.toEqual(validation);
    expect(firsts(2)[2]).toEqual(held);
    const whole = layOutImages({ ...images, parts: { train: 50, validation: 10, test: 30 } });
    expect(prepareImages(spec, [1, 1], whole)).toMatchObject({
      ...{ train: { count: 50 }, validation: { count: 10 }, test: { count: 30 } },
    });
    expect(() => prepareImages(spec, [1, 1], plain)).toThrow('the set of images has no parts');
  });

  test('that are of several classes at once are counted', () => {
    const images = imagesOf(9, [1, 1, 1], (image) => (image < 2 ? 5 : image + 5));
    expect(imagesShape(SPEC, [1, 2], images).contradictory).toBe(2);
  });
});

test('features of a pixel are that pixel again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 255 }),
      fc.array(fc.nat(255), { minLength: 12, maxLength: 12 }),
      (max, values) => {
        const pixels = values.map((value) => value % (max + 1));
        const images = imagesOf(1, [2, 2, 3], () => 0, max);
        const cells = pixels.map((pixel) => Float64Array.of(pixel));
        const features = prepareCells(preparedColumns(SPEC, [1, 2], images), cells, 1);
        expect([...features]).toEqual(pixels.map((pixel) => Math.fround(pixel / max)));
        const decoded = rowDecoder(columnDecodings(SPEC, [1, 2], images))(features);
        expect(decoded.map(({ values: [value] }) => value)).toEqual(pixels);
        expect(decoded.map(({ name }) => name)).toEqual(pixelNames([2, 2, 3]));
      },
    ),
  );
});
