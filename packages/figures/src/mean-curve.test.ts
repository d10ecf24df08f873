import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meanCurve } from './mean-curve.ts';

test('straight curves: the mean of the heights, at an upright piece its upper end', () => {
  const { x, y } = meanCurve(
    [
      { x: [0, 0, 1], y: [0, 0.5, 1] },
      { x: [0, 1], y: [0, 1] },
    ],
    'straight',
  );
  expect([x[0], x[50], x[100]]).toEqual([0, 0.5, 1]);
  expect(y[0]).toBe(0.25);
  expect(y[50]).toBeCloseTo((0.75 + 0.5) / 2);
  expect(y[100]).toBe(1);
});

test('in steps a curve has the height of the place that it comes to', () => {
  const { y } = meanCurve([{ x: [0.5, 1], y: [0.9, 0.3] }], 'steps');
  expect([y[0], y[50], y[51], y[100]]).toEqual([0.9, 0.9, 0.3, 0.3]);
});

test('what ends early is left out of the mean beyond its end', () => {
  const { y } = meanCurve(
    [
      { x: [0, 0.5], y: [1, 1] },
      { x: [0, 1], y: [0, 0] },
    ],
    'straight',
  );
  expect([y[50], y[51]]).toEqual([0.5, 0]);
  expect(meanCurve([], 'straight').y[0]).toBeNull();
});

test('the mean lies between the least and the most, without what is not finite', () => {
  const curve = fc
    .array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1 })))
    .map((places) => {
      const sorted = places.toSorted((a, b) => a[0] - b[0]);
      return { x: sorted.map(([x]) => x), y: sorted.map(([, y]) => y) };
    });
  fc.assert(
    fc.property(
      fc.array(curve),
      fc.constantFrom('straight' as const, 'steps' as const),
      (curves, between) => {
        for (const y of meanCurve(curves, between).y) expect(y === null || (y >= 0 && y <= 1)).toBe(true);
      },
    ),
  );
});
