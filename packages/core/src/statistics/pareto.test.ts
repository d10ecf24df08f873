import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crowdingOf, frontsOf, frontWith, type Point } from './pareto.ts';

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

const points = fc.integer({ min: 2, max: 4 }).chain((d) =>
  fc.array(
    fc.array(fc.integer({ min: 0, max: 6 }), { minLength: d, maxLength: d }).map((values) => ({ values })),
    { maxLength: 30 },
  ),
);

test('each front is what no other dominates once those before it are gone, in the order that was given', () => {
  fc.assert(
    fc.property(points, (given) => {
      let left: readonly Point[] = given;
      for (const front of frontsOf(given)) {
        const expected = new Set(frontOf(left));
        expect(front).toEqual(left.filter((one) => expected.has(one)));
        left = left.filter((one) => !expected.has(one));
      }
      expect(left).toEqual([]);
    }),
  );
});

test('the order of points decides nothing of their fronts, and neither does the unit of a value', () => {
  fc.assert(
    fc.property(points, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (given, factor) => {
      const fronts = frontsOf(given);
      expect(frontsOf(given.toReversed()).map((front) => new Set(front))).toEqual(
        fronts.map((front) => new Set(front)),
      );
      const scaled = given.map(({ values }) => ({
        values: values.map((value, k) => (k === 0 ? value * factor : value)),
      }));
      const numbers = (of: readonly Point[], all: readonly Point[]) => of.map((one) => all.indexOf(one));
      expect(frontsOf(scaled).map((front) => numbers(front, scaled))).toEqual(
        fronts.map((front) => numbers(front, given)),
      );
    }),
  );
});

test('crowding: ends are apart from all, others by their neighbours, equal ones not at all', () => {
  const front = [
    [0, 10],
    [1, 7],
    [1, 7],
    [1, 7],
    [10, 0],
  ].map((values) => ({ values }));
  const [first, left, middle, right, last] = crowdingOf(front);
  expect([first, last]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(middle).toBe(0);
  expect(left! + right!).toBeCloseTo(0.1 + 0.9 + 0.3 + 0.7, 12);
  expect(crowdingOf([])).toEqual([]);
  expect(crowdingOf([{ values: [1, 1] }, { values: [1, 1] }, { values: [1, 1] }])[1]).toBe(0);
});
