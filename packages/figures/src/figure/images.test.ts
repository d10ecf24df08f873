import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { ofKind, textsOf } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { frameOf } from '../frame.ts';
import { svgOf } from '../svg.ts';
import { drawImages, type ImagesData } from './images.ts';
import { imagesTable } from './images-table.ts';

const PIXELS = { width: 2, height: 1, channels: 1, bytes: btoa('\0ÿ') } as const;
const images = (classes: number, each: number) =>
  Array.from({ length: classes * each }, (_, i) => ({ of: Math.floor(i / each), pixels: PIXELS }));

const data = (more: Partial<ImagesData> = {}): ImagesData => ({
  ...{ ...DRAWN, figure: 'images', config: 'a1b2c3d4e5f6', trial: 7, arm: 'smote' },
  ...{ classes: ['cat', 'dog', '<b>"x"</b>'], real: images(3, 4), made: images(3, 4) },
  mistaken: [{ of: 1, taken: 0, certainty: 0.875, pixels: PIXELS }],
  ...more,
});

test('a row a class: real images, then made ones; below what was mistaken, as what', () => {
  const { marks, description } = drawImages(data(), frameOf(data(), 640));
  const all = ofKind(marks, 'image');
  expect(all).toHaveLength(25);
  const [cats, dogs] = [all.slice(0, 4), all.slice(8, 12)];
  expect(new Set(cats.map(({ y }) => y)).size).toBe(1);
  expect(dogs[0]!.x).toBe(cats[0]!.x);
  expect(dogs[0]!.y).toBeGreaterThan(cats[0]!.y + cats[0]!.height);
  // Twice as wide as high, as they are.
  expect(cats[0]!.width / cats[0]!.height).toBeCloseTo(2);
  expect(all[4]!.x).toBeGreaterThan(cats[3]!.x + cats[3]!.width);
  expect([all[0]!.tip, all[4]!.tip]).toEqual(['cat: training image', 'cat: made by smote']);
  expect(all.at(-1)).toMatchObject({
    tip: 'dog, taken for cat\nwith a probability of 87.5%',
    leadsTo: { trial: 7 },
  });
  expect(textsOf(marks)).toEqual(expect.arrayContaining(['dog as cat', 'Made by smote', '<b>"x"</b>']));
  expect(description).toBe(
    '12 training images of 3 classes. 12 images made by smote. 1 test image taken for another class. The surest mistake is dog, taken for cat.',
  );
});

test('in SVG each is a PNG in the file, and what classes are called is no markup', () => {
  const svg = svgOf(drawImages(data(), frameOf(data(), 640)), { theme: 'page' });
  expect(svg.match(/<image [^>]*href="data:image\/png;base64,[A-Za-z0-9+/=]+"/g)).toHaveLength(25);
  expect(svg).not.toContain('<b>');
});

test('without made images the others have the room; without any it says so', () => {
  const none = data({ made: [] });
  const { marks } = drawImages(none, frameOf(none, 640));
  expect(ofKind(marks, 'image')).toHaveLength(13);
  expect(textsOf(marks).join()).not.toContain('smote');
  const nothing = drawImages(data({ real: [], made: [], mistaken: [] }), { width: 400, height: 200 });
  expect(textsOf(nothing.marks).join()).toContain('No image of this config');
});

test('the figure is as high as it has to be, and texts lie apart', () => {
  for (const width of [360, 680, 1600]) {
    const many = data({
      classes: Array.from({ length: 12 }, (_, k) => `a long name of class ${k}`),
      ...{ real: images(12, 8), made: images(12, 8) },
      mistaken: images(12, 2).map((image) => ({ ...image, taken: 0, certainty: 1 })),
    });
    const drawing = drawImages(many, frameOf(many, width));
    expect(ofKind(drawing.marks, 'image')).toHaveLength(12 * 18);
    expect(Math.min(...ofKind(drawing.marks, 'image').map(({ width: own }) => own))).toBeGreaterThan(5);
    expect(overlapping(drawing)).toEqual([]);
    expect(outside(drawing)).toEqual([]);
  }
});

test('the table has a row an image', () => {
  const one = data({ real: images(1, 1), made: [] });
  expect([...imagesTable(one).rows]).toEqual([
    ['training', 'cat', null, null, 2, 1, 1, PIXELS.bytes],
    ['mistaken', 'dog', 'cat', 0.875, 2, 1, 1, PIXELS.bytes],
  ]);
});

test('whatever the images, nothing stands outside the frame', () => {
  const anyPixels = fc.record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 40 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    bytes: fc.constant(btoa('abc')),
  });
  const anyImage = fc.record({ of: fc.nat(20), pixels: anyPixels });
  const anyImages = fc.array(anyImage, { maxLength: 40 });
  const anyMistake = fc.record({
    of: fc.nat(20),
    taken: fc.nat(20),
    certainty: anyNumber,
    pixels: anyPixels,
  });
  fc.assert(
    fc.property(
      fc.array(anyText, { maxLength: 12 }),
      anyImages,
      anyImages,
      fc.array(anyMistake, { maxLength: 24 }),
      anyFrame,
      (classes, real, made, mistaken, frame) => {
        expect(outside(drawImages(data({ classes, real, made, mistaken }), frame))).toEqual([]);
      },
    ),
    { numRuns: 150 },
  );
});
