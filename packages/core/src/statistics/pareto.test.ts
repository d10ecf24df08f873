import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frontWith, type Point } from './pareto.ts';

const frontOf = (points: readonly Point[]) => points.reduce<readonly Point[]>(frontWith, []);

test('what is worse in one and no better in any other goes; equal ones and trade-offs stay', () => {
  const [good, cheap, equal, worse] = [
    [3, 1],
    [1, 3],
    [3, 1],
    [3, 0],
  ].map((values) => ({ values }));
  expect(frontOf([worse!, good!, cheap!, equal!])).toEqual([good, cheap, equal]);
  expect(frontOf([good!, worse!])).toEqual([good]);
});

test('it is what no other dominates, in any order', () => {
  const point = fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 })
    .map((values) => ({ values }));
  fc.assert(
    fc.property(fc.array(point, { maxLength: 20 }), (points) => {
      const isBeaten = ({ values: own }: Point) =>
        points.some(
          ({ values }) =>
            values.every((v, i) => v >= own[i]!) &&
            values.reduce((a, b) => a + b) > own.reduce((a, b) => a + b),
        );
      expect(frontOf(points)).toEqual(points.filter((one) => !isBeaten(one)));
      expect(new Set(frontOf(points.toReversed()))).toEqual(new Set(frontOf(points)));
    }),
  );
});
