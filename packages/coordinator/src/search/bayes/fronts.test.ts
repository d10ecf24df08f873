import type { FinishedConfig } from '@latentsweep/store';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestOf } from './fronts.ts';
import { standingsOf } from './standing.ts';

type Means = readonly (number | null)[];

const finished = (place: number, [mean, ...others]: Means, violation = 0): FinishedConfig => {
  const told = (of: number | null | undefined) => ({ mean: of ?? null, sd: null, n: of === null ? 0 : 1 });
  return { place, config: {}, violation, ...told(mean), others: others.map(told) };
};
const history = (rows: readonly Means[]) => rows.map((means, place) => finished(place, means));
const placesOf = (standings: ReturnType<typeof standingsOf>) => standings.map((one) => one.finished.place);

const rows = fc.integer({ min: 2, max: 4 }).chain((d) =>
  fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: d, maxLength: d }), {
    minLength: 1,
    maxLength: 25,
  }),
);

describe('standings by several objectives', () => {
  test('are in fronts: the one that none beats, then the one that none else beats', () => {
    const standings = standingsOf(
      history([
        [3, 1],
        [1, 3],
        [2, 0],
        [0, 2],
        [0, 0],
      ]),
    );
    expect(standings.map(({ finished: { place }, front }) => [place, front])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 2],
    ]);
  });

  test('leave out what has no finite value of each', () => {
    const told = history([
      [1, 2],
      [null, 3],
      [3, null],
      [Number.NaN, 1],
      [1, Number.POSITIVE_INFINITY],
      [2, 1],
    ]);
    expect(placesOf(standingsOf(told)).toSorted()).toEqual([0, 5]);
  });

  test('have what breaks a constraint behind all that keep them, the more it breaks the farther', () => {
    const told = [
      finished(0, [9, 9], 0.2),
      finished(1, [1, 0]),
      finished(2, [8, 8], 0.1),
      finished(3, [0, 1]),
      finished(4, [10, 10], 0.2),
    ];
    for (const given of [told, told.toReversed()]) {
      const standings = standingsOf(given);
      expect(placesOf(standings)).toEqual([1, 3, 2, 4, 0]);
      expect(standings.map(({ front }) => front)).toEqual([0, 0, 1, 2, 3]);
    }
  });

  test('are the same in whatever order results come, and whatever the unit of an objective is', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(2, 0.25, 1024), (given, factor) => {
        const told = history(given);
        const [standings, best] = [standingsOf(told), bestOf(standingsOf(told), 5)];
        const turned = standingsOf(told.toReversed());
        expect(turned.map(({ finished: { place }, front }) => [place, front])).toEqual(
          standings.map(({ finished: { place }, front }) => [place, front]),
        );
        expect(placesOf(bestOf(turned, 5))).toEqual(placesOf(best));
        const scaled = standingsOf(history(given.map(([first, ...others]) => [first! * factor, ...others])));
        expect(placesOf(bestOf(scaled, 5))).toEqual(placesOf(best));
      }),
    );
  });
});

describe('the best of them', () => {
  test('are whole fronts, and of the next as many as there is room for', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 25 }), (given, count) => {
        const standings = standingsOf(history(given));
        const best = bestOf(standings, count);
        expect(new Set(placesOf(best)).size).toBe(Math.min(count, given.length));
        const last = Math.max(...best.map(({ front }) => front));
        const left = standings.filter((one) => !best.includes(one));
        expect(left.every(({ front }) => front >= last)).toBe(true);
      }),
    );
  });

  test('of a front too large lie apart, ends and middle', () => {
    const line = history(Array.from({ length: 41 }, (_, i) => [i, 40 - i]));
    const best = placesOf(bestOf(standingsOf(line), 5)).toSorted((a, b) => a - b);
    expect(best).toHaveLength(5);
    const gaps = best.slice(1).map((place, i) => place - best[i]!);
    expect(Math.min(...gaps)).toBeGreaterThan(5);
    expect([best[0]! < 12, best[4]! > 28]).toEqual([true, true]);
  });

  test('of one objective are the first', () => {
    const told = [0.3, 0.9, 0.1, 0.5].map((mean, place) => ({ ...finished(place, [mean]), others: [] }));
    expect(placesOf(bestOf(standingsOf(told), 2))).toEqual([1, 3]);
    expect(placesOf(bestOf(standingsOf(told), 9))).toEqual([1, 3, 0, 2]);
  });

  test('where all are equal in an objective, the other decides', () => {
    const told = history([
      [1, 0.5],
      [1, 0.7],
      [1, 0.6],
    ]);
    expect(placesOf(bestOf(standingsOf(told), 2))).toEqual([1, 2]);
  });
});
