import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stream } from '../random/stream.ts';
import { runsOf } from './milestones.ts';
import { behindLeads } from './own-lead.ts';
import type { Racer } from './racer.ts';

const racer = (run: string, epochs: number, values: Racer['values']): Racer => ({
  ...{ hash: `${run} ${epochs}`, run, epochs, comparator: false, values },
});
const stand = (racers: readonly Racer[]) =>
  new Map([...behindLeads(runsOf(racers))].map(([{ hash }, one]) => [hash, one]));

test('one pair is a paired t, adjusted for the milestones of its run', () => {
  // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3), 2 degrees of freedom: t = 3.4641, p = 0.0371 one-sided.
  const pair = [racer('a', 2, [11, 22, 33]), racer('a', 4, [10, 20, 30])];
  const { behind, p } = stand(pair).get('a 4')!;
  expect(behind).toBe(2);
  expect(p).toBeCloseTo(0.0370899, 6);
  // Any of two might have been the best by luck: 1 - (1 - p)².
  const three = stand([...pair, racer('a', 1, [0, 1, 2])]);
  expect([...three.keys()]).toEqual(['a 4']);
  expect(three.get('a 4')!.p).toBeCloseTo(0.0728041, 6);
});

test('by many runs a difference of two replicates is told that one run could not tell', () => {
  const stream = new Stream([1, 1], 97);
  const racers = Array.from({ length: 40 }, (_, i) => {
    // What the runs are worth, and what a replicate does to one, are far greater than what four epochs more do.
    const values = [0, 1].map(() => 10 * stream.normal());
    const more = (by: number) => values.map((value) => value + by + 0.1 * stream.normal());
    return [racer(`r${i}`, 1, more(0)), racer(`r${i}`, 5, more(i < 20 ? -0.6 : -0.02))];
  }).flat();
  const found = stand(racers);
  const told = [...found].filter(([, { p }]) => p < 0.01).map(([hash]) => Number(hash.slice(1, -2)));
  expect(told.filter((i) => i < 20)).toHaveLength(20);
  expect(told.filter((i) => i >= 20)).toEqual([]);
  const [alone] = stand(racers.slice(0, 2)).values();
  expect(alone!.p).toBeGreaterThan(0.01);
});

test('goes by the replicates where both have a value, of which there must be two', () => {
  const found = stand([
    racer('a', 1, [3, 5, null, 9]),
    racer('a', 2, [2, null, 7, 7]),
    racer('b', 1, [3, 5, 1, 9]),
    racer('b', 2, [2, null, Number.NaN, null]),
  ]);
  expect([...found.keys()]).toEqual(['a 2']);
  expect(found.get('a 2')!.behind).toBe(1.5);
  expect(stand([racer('a', 1, [1]), racer('a', 2, [0])]).size).toBe(0);
  expect(stand([]).size).toBe(0);
});

test('what a replicate does to all milestones of a run changes nothing', () => {
  const list = (n: number) => fc.array(fc.integer({ min: -64, max: 64 }), { minLength: n, maxLength: n });
  const runs = fc.integer({ min: 2, max: 5 }).chain((n) =>
    fc.array(fc.record({ first: list(n), second: list(n), effects: list(n) }), {
      minLength: 1,
      maxLength: 6,
    }),
  );
  fc.assert(
    fc.property(runs, (given) => {
      const racers = (by: number) =>
        given.flatMap(({ first, second, effects }, i) =>
          [first, second].map((values, k) =>
            racer(
              `r${i}`,
              k + 1,
              values.map((value, j) => (value + by * effects[j]!) / 64),
            ),
          ),
        );
      const [plain, moved] = [stand(racers(0)), stand(racers(1))];
      expect([...moved.keys()]).toEqual([...plain.keys()]);
      for (const [hash, { behind, p }] of plain) {
        expect(moved.get(hash)!.behind).toBeCloseTo(behind, 12);
        expect(moved.get(hash)!.p).toBeCloseTo(p, 8);
        expect(p === 1).toBe(behind === 0);
      }
    }),
  );
});
