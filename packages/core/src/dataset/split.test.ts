import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SplitRule, stratifiedSplit } from './split.ts';

const SHARES = { train: 0.6, validation: 0.2, test: 0.2 };
const alone = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

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

test.each<SplitRule>([1, 2])(
  'rule %i: every row in one split, groups together, every class in train',
  (rule) => {
    fc.assert(
      fc.property(tables, fc.nat(), ({ groups, labels }, seed) => {
        const split = stratifiedSplit(labels, groups, 3, SHARES, [seed, 1], rule);
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
  },
);

test('each class keeps its shares; another seed splits otherwise, the same seed alike', () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, row) => (row % 10 === 0 ? 1 : 0));
  const split = (seed: number) => stratifiedSplit(labels, alone(1000), 2, SHARES, [seed, 0], 2);
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

/** A class of groups of equal rows, by their sizes. */
function tableOf(sizes: readonly number[]) {
  const groups = sizes.flatMap((size, i) => {
    const first = sizes.slice(0, i).reduce((sum, n) => sum + n, 0);
    return new Array<number>(size).fill(first);
  });
  return { groups: Uint32Array.from(groups), labels: new Uint8Array(groups.length) };
}

const shares = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.nat(20), fc.nat(20))
  .map((parts) => parts.map((part) => part / (parts[0] + parts[1] + parts[2])))
  .map(([train, validation, test]) => ({ train: train!, validation: validation!, test: test! }));

test('where at least three rows of a class all differ, the rules agree for every seed', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { maxLength: 60 }), shares, fc.nat(), (more, given, seed) => {
      const labels = Uint8Array.from([0, 1, 2, 0, 1, 2, 0, 1, 2, ...more]);
      const by = (rule: SplitRule) =>
        stratifiedSplit(labels, alone(labels.length), 3, given, [seed, 7], rule);
      expect(by(2)).toEqual(by(1));
    }),
  );
});

test('rule 2: each class of three groups is in every split with a share, whatever the seed', () => {
  const sizes = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 60 })), {
    minLength: 3,
    maxLength: 30,
  });
  fc.assert(
    fc.property(sizes, shares, fc.nat(), (given, wanted, seed) => {
      const { groups, labels } = tableOf(given);
      const { train, validation, test: held } = stratifiedSplit(labels, groups, 1, wanted, [seed, 1], 2);
      const counts = [train, validation, held].map((rows) => rows.length);
      const largest = Math.max(...given);
      [wanted.train, wanted.validation, wanted.test].forEach((share, i) => {
        if (share === 0) expect(counts[i]).toBe(0);
        else expect(counts[i]).toBeGreaterThan(0);
        expect(Math.abs(counts[i]! - share * labels.length)).toBeLessThanOrEqual(1.5 * largest + 1);
      });
    }),
    { numRuns: 1000 },
  );
});

test('rule 2: two groups go to train and test, one to train', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), fc.nat(), (a, b, seed) => {
      const { groups, labels } = tableOf([a, b]);
      const split = stratifiedSplit(labels, groups, 1, SHARES, [seed, 1], 2);
      expect([split.validation.length, split.train.length > 0, split.test.length > 0]).toEqual([
        0,
        true,
        true,
      ]);
      expect(stratifiedSplit(labels, new Uint32Array(a + b), 1, SHARES, [seed, 1], 2).train).toHaveLength(
        a + b,
      );
    }),
  );
});

test.each([
  [
    [50, 1, 1],
    [50, 1, 1],
  ],
  [
    [18, 1, 1, 1, 1, 1, 1],
    [18, 3, 3],
  ],
  [
    [5, 1, 1, 1, 1, 1],
    [6, 2, 2],
  ],
  [
    [10, 10, 10, 10],
    [20, 10, 10],
  ],
])('rule 2: groups of %j come as near to the shares as %j, whatever the seed', (sizes, expected) => {
  const { groups, labels } = tableOf(sizes);
  for (let seed = 0; seed < 50; seed++) {
    const split = stratifiedSplit(labels, groups, 1, SHARES, [seed, 1], 2);
    expect([split.train, split.validation, split.test].map((rows) => rows.length)).toEqual(expected);
  }
});

test('rule 1 might leave a split without a class of equal rows', () => {
  const { groups, labels } = tableOf([50, 1, 1]);
  const lacking = Array.from({ length: 50 }, (_, seed) =>
    stratifiedSplit(labels, groups, 1, SHARES, [seed, 1], 1),
  ).filter(({ train, validation, test: held }) => train.length * validation.length * held.length === 0);
  expect(lacking.length).toBeGreaterThan(0);
});

test('rule 2: groups of equal size are dealt by the seed alone', () => {
  const { groups, labels } = tableOf(Array.from({ length: 40 }, (_, i) => 1 + (i % 3)));
  const split = (seed: number) => stratifiedSplit(labels, groups, 1, SHARES, [seed, 1], 2);
  expect(split(1)).toEqual(split(1));
  expect(split(2)).not.toEqual(split(1));
});
