import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allot, stratifiedSplit } from './split.ts';

const SHARES = { train: 0.6, validation: 0.2, test: 0.2 };
const alone = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

test('rows of a small class', () => {
  const of = (count: number) => allot(count, SHARES);
  expect([1, 2, 3, 4, 5, 10].map(of)).toEqual([
    [1, 0, 0],
    [1, 0, 1],
    [1, 1, 1],
    [2, 1, 1],
    [3, 1, 1],
    [6, 2, 2],
  ]);
  expect(allot(7, { train: 0.8, validation: 0, test: 0.2 })).toEqual([6, 0, 1]);
  expect(allot(3, { train: 0.1, validation: 0.1, test: 0.8 })).toEqual([1, 1, 1]);
  expect(allot(1, { train: 0.1, validation: 0.1, test: 0.8 })).toEqual([1, 0, 0]);
});

test('the shares hold to a row, and sum to all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 1, max: 98 }), (count, percent) => {
      const shares = { train: percent / 100, validation: 0.01, test: 0.99 - percent / 100 };
      const rows = allot(count, shares);
      expect(rows[0]! + rows[1]! + rows[2]!).toBe(count);
      if (count >= 100) expect(Math.abs(rows[0]! - shares.train * count)).toBeLessThan(1.001);
    }),
  );
});

const tables = fc
  .array(fc.record({ group: fc.nat(30), label: fc.nat(2) }), { minLength: 1, maxLength: 200 })
  .map((rows) => {
    const first = new Map<number, number>();
    const groups = Uint32Array.from(rows, ({ group }, row) => {
      if (!first.has(group)) first.set(group, row);
      return first.get(group)!;
    });
    return { groups, labels: Uint8Array.from(groups, (group) => rows[group]!.label) };
  });

test('every row in one split, groups together, every class in train', () => {
  fc.assert(
    fc.property(tables, fc.nat(), ({ groups, labels }, seed) => {
      const split = stratifiedSplit(labels, groups, 3, SHARES, [seed, 1]);
      const parts = [split.train, split.validation, split.test];
      const home = new Map<number, number>();
      parts.forEach((rows, part) => {
        for (const row of rows) {
          expect(home.get(groups[row]!) ?? part).toBe(part);
          home.set(groups[row]!, part);
        }
      });
      expect(parts.flatMap((rows) => Array.from(rows)).sort((a, b) => a - b)).toEqual(
        Array.from(alone(labels.length)),
      );
      expect(new Set(Array.from(split.train, (row) => labels[row]))).toEqual(new Set(labels));
    }),
  );
});

test('each class keeps its shares; another seed splits otherwise, the same seed alike', () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, row) => (row % 10 === 0 ? 1 : 0));
  const split = (seed: number) => stratifiedSplit(labels, alone(1000), 2, SHARES, [seed, 0]);
  const minority = (rows: Uint32Array) => rows.filter((row) => labels[row] === 1).length;
  const { train, validation, test: held } = split(1);
  expect([train, validation, held].map((rows) => [rows.length, minority(rows)])).toEqual([
    [600, 60],
    [200, 20],
    [200, 20],
  ]);
  expect(split(1)).toEqual(split(1));
  expect(split(2).train).not.toEqual(train);
  expect(train).toEqual(train.toSorted());
});
