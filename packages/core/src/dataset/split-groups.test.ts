import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupSplit, timeSplit } from './split-groups.ts';

const SHARES = { train: 0.6, validation: 0.2, test: 0.2 };

describe('by groups', () => {
  const tables = fc
    .array(fc.record({ group: fc.nat(12), label: fc.nat(1) }), { minLength: 60, maxLength: 200 })
    .map((rows) => {
      const names = [...new Set(rows.map(({ group }) => group))];
      return {
        groups: Int32Array.from(rows, ({ group }) => names.indexOf(group)),
        labels: Uint8Array.from(rows, ({ label }) => label),
      };
    });

  test('every row in one split, groups together, both classes in each', () => {
    fc.assert(
      fc.property(tables, fc.nat(), ({ groups, labels }, seed) => {
        const split = groupSplit(labels, groups, 2, SHARES, [seed, 1]);
        const home = new Map<number, number>();
        const parts = [split.train, split.validation, split.test];
        parts.forEach((rows, part) => {
          for (const row of rows) {
            expect(home.get(groups[row]!) ?? part).toBe(part);
            home.set(groups[row]!, part);
          }
          expect(new Set(Array.from(rows, (row) => labels[row])).size).toBe(2);
        });
        const all = parts.flatMap((rows) => Array.from(rows)).sort((a, b) => a - b);
        expect(all).toEqual(Array.from(labels.keys()));
        expect(groupSplit(labels, groups, 2, SHARES, [seed, 1])).toEqual(split);
      }),
    );
  });

  test('of small groups the shares of each class come near; another seed is another split', () => {
    const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const groups = Int32Array.from({ length: 1000 }, (_, i) => Math.floor(i / 5));
    const split = groupSplit(labels, groups, 2, SHARES, [1, 1]);
    const rare = (rows: Uint32Array) => rows.filter((row) => labels[row] === 1).length;
    expect(Math.abs(split.train.length - 600)).toBeLessThanOrEqual(10);
    expect(Math.abs(rare(split.train) - 60)).toBeLessThanOrEqual(2);
    expect(Math.abs(rare(split.test) - 20)).toBeLessThanOrEqual(2);
    expect(groupSplit(labels, groups, 2, SHARES, [2, 1])).not.toEqual(split);
  });

  test('of three classes one may lack in validation, in two groups it is trained on and tested', () => {
    const labels = Uint8Array.from([...new Array(40).fill(0), ...new Array(40).fill(1), 2, 2]);
    const groups = Int32Array.from(labels, (_, row) => Math.floor(row / 2) + (row === 81 ? 1 : 0));
    const split = groupSplit(labels, groups, 3, SHARES, [3, 1]);
    const has = (rows: Uint32Array) => rows.some((row) => labels[row] === 2);
    expect([has(split.train), has(split.test)]).toEqual([true, true]);
  });

  test('a class in one group can’t be trained on and tested', () => {
    const labels = Uint8Array.from([0, 0, 0, 1, 1, 0, 0]);
    const groups = Int32Array.from([0, 1, 2, 3, 3, 4, 5]);
    expect(() => groupSplit(labels, groups, 2, SHARES, [1, 1])).toThrow('no split of 6 groups');
  });
});

test('by time: what is trained on is older than what is validated, and that than what is tested', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 100 }), (times) => {
      const split = timeSplit(Float64Array.from(times), SHARES);
      const ends = [split.train, split.validation, split.test]
        .filter(({ length }) => length > 0)
        .map((rows) => ({
          from: Math.min(...Array.from(rows, (row) => times[row]!)),
          to: Math.max(...Array.from(rows, (row) => times[row]!)),
        }));
      ends.slice(1).forEach(({ from }, i) => {
        expect(from).toBeGreaterThan(ends[i]!.to);
      });
      expect(split.train.length + split.validation.length + split.test.length).toBe(times.length);
    }),
  );
  const exact = timeSplit(Float64Array.from([5, 1, 2, 3, 4, 6, 7, 8, 9, 10]), SHARES);
  expect(Array.from(exact.train)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(Array.from(exact.validation)).toEqual([6, 7]);
});
