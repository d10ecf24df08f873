import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText, FRAME } from '../fixtures/any.ts';
import { ofKind, textsOf } from '../fixtures/of-kind.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { drawLatent, type LatentData, latentTable } from './latent.ts';

const data = (more: Partial<LatentData> = {}): LatentData => ({
  ...{ ...DRAWN, figure: 'latent', config: 'a1b2c3d4e5f6', trial: 7, arm: 'vae_mixing' },
  ...{ classes: ['cat', 'dog', '<b>"x"</b>'], coordinates: 5, explained: [0.5, 0.25] },
  points: [
    { of: 0, at: [0, 0] },
    { of: 2, at: [1, 1] },
    { of: 0, at: [-3, 2] },
  ],
  ...more,
});

/** Those of the plot, not the keys of the legend. */
const dots = (drawing: ReturnType<typeof drawLatent>) =>
  ofKind(drawing.marks, 'point').filter(({ tip }) => tip !== undefined);

test('a point a row, in the colour of its class, the rare class over the others', () => {
  const drawing = drawLatent(data(), FRAME);
  const all = dots(drawing);
  expect(all.map(({ tip }) => tip)).toEqual(['cat', 'cat', '<b>"x"</b>']);
  expect(all[0]!.fill).toEqual(all[1]!.fill);
  expect(all[2]!.fill).not.toEqual(all[0]!.fill);
  expect(all[2]!.at[0]).toBeGreaterThan(all[0]!.at[0]);
  expect(all[2]!.at[1]).toBeLessThan(all[0]!.at[1]);
  const texts = textsOf(drawing.marks);
  expect(texts).toEqual(expect.arrayContaining(['cat', '<b>"x"</b>', 'first component (50.0% of variance)']));
  expect(texts).not.toContain('dog');
  expect(drawing.description).toBe(
    '3 training rows of 2 classes in a latent space of 5 coordinates of vae_mixing. Two components have 75.0% of the variance.',
  );
});

test('of a VAE that has collapsed a dot is left', () => {
  const points = [0, 1, 2].map((of) => ({ of, at: [1e-5 * of, -1e-6 * of] as const }));
  const places = dots(drawLatent(data({ points }), FRAME)).map(({ at }) => at);
  for (const [x, y] of places) expect(Math.hypot(x - places[0]![0], y - places[0]![1])).toBeLessThan(1);
});

test('more classes than colours differ by shape, and their names lie apart', () => {
  const classes = Array.from({ length: 12 }, (_, k) => `a long name of class ${k}`);
  const points = classes.map((_, of) => ({ of, at: [of % 4, of / 4] as const }));
  for (const width of [300, 680, 1600]) {
    const drawing = drawLatent(data({ classes, points }), { width, height: 460 });
    const looks = dots(drawing).map(({ fill, shape }) => JSON.stringify([fill, shape]));
    expect(new Set(looks).size).toBe(12);
    expect(overlapping(drawing)).toEqual([]);
    expect(outside(drawing)).toEqual([]);
  }
});

test('without a point that has a place it says so', () => {
  for (const points of [[], [{ of: 0, at: [Number.NaN, 0] as const }]]) {
    expect(textsOf(drawLatent(data({ points }), FRAME).marks).join()).toContain('No row of this config');
  }
});

test('the table has a row a point', () => {
  expect([...latentTable(data()).rows]).toEqual([
    ['cat', 0, 0],
    ['<b>"x"</b>', 1, 1],
    ['cat', -3, 2],
  ]);
});

test('whatever the places, nothing stands outside the frame', () => {
  const anyPoint = fc.record({ of: fc.nat(30), at: fc.tuple(anyNumber, anyNumber) });
  const anyData = fc.record({
    classes: fc.array(anyText, { maxLength: 30 }),
    points: fc.array(anyPoint, { maxLength: 40 }),
    explained: fc.tuple(anyNumber, anyNumber),
  });
  fc.assert(
    fc.property(anyData, anyFrame, (more, frame) => {
      expect(outside(drawLatent(data(more), frame))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
