import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hypervolume, mostVolume, volumeAdded } from './hypervolume.ts';
import type { Point } from './pareto.ts';

const point = (...values: number[]): Point => ({ values });
const zero = (d: number) => Array.from({ length: d }, () => 0);

/** Whole numbers from 0 to 5: the volume can be counted cube by cube. */
const sets = fc.integer({ min: 1, max: 4 }).chain((d) =>
  fc.array(
    fc.array(fc.integer({ min: -1, max: 5 }), { minLength: d, maxLength: d }).map((values) => ({ values })),
    { minLength: 1, maxLength: 8 },
  ),
);

function counted(points: readonly Point[], d: number): number {
  let cubes = 0;
  for (let code = 0; code < 5 ** d; code++) {
    const corner = Array.from({ length: d }, (_, k) => (Math.floor(code / 5 ** k) % 5) + 1);
    const covers = ({ values }: Point) =>
      values.every((value) => value > 0) && corner.every((c, k) => c <= values[k]!);
    if (points.some(covers)) cubes += 1;
  }
  return cubes;
}

describe('hypervolume', () => {
  test('of known sets', () => {
    expect(hypervolume([point(1, 3), point(2, 2), point(3, 1)], [0, 0])).toBe(6);
    expect(hypervolume([point(1, 3), point(2, 2), point(3, 1)], [-1, 0])).toBe(9);
    expect(hypervolume([point(2, 1, 3), point(1, 3, 1)], [0, 0, 0])).toBe(8);
    expect(hypervolume([], [0, 0])).toBe(0);
    expect(hypervolume([point(1, 0), point(-1, 5)], [0, 0])).toBe(0);
  });

  test('is the count of the cubes that some point covers, of two to four values, in any order', () => {
    fc.assert(
      fc.property(sets, (points) => {
        const d = points[0]!.values.length;
        expect(hypervolume(points, zero(d))).toBe(counted(points, d));
        expect(hypervolume(points.toReversed(), zero(d))).toBe(counted(points, d));
      }),
    );
  });

  test('is what each point adds to those before it', () => {
    fc.assert(
      fc.property(sets, (points) => {
        const d = points[0]!.values.length;
        const added = points.map((one, i) => volumeAdded(one, points.slice(0, i), zero(d)));
        expect(added.reduce((a, b) => a + b, 0)).toBe(counted(points, d));
      }),
    );
  });
});

describe('the points of most volume', () => {
  test('are each the one that adds most to those before it, of equals the first', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 9 }), (points, count) => {
        const reference = zero(points[0]!.values.length);
        const taken = mostVolume(points, count, reference);
        expect(new Set(taken).size).toBe(Math.min(count, points.length));
        for (const [k, i] of taken.entries()) {
          const before = taken.slice(0, k);
          const left = [...points.keys()].filter((j) => !before.includes(j));
          const adds = left.map((j) =>
            volumeAdded(
              points[j]!,
              before.map((b) => points[b]!),
              reference,
            ),
          );
          expect(i).toBe(left[adds.indexOf(Math.max(...adds))]);
        }
      }),
    );
  });

  test('of a line they lie apart', () => {
    const line = Array.from({ length: 11 }, (_, i) => point(i + 1, 11 - i));
    expect(mostVolume(line, 3, [0, 0]).toSorted((a, b) => a - b)).toEqual([2, 5, 8]);
  });
});
