import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seenBy, twoWay } from './two-way.ts';

test('takes off what the replicates do: worked by hand', () => {
  // Means 2 and 4, columns 2 and 4 around 3: residuals are ±1 each, 4 / (1 x 1).
  const model = twoWay([
    [2, 2],
    [2, 6],
  ]);
  expect(model).toEqual({ effects: [-1, 1], sd: 2, df: 1 });
  expect(seenBy(model, [2, 6])).toEqual({ mean: 4, count: 2, squares: 2 });
});

test('a row that lacks values is judged without what its replicates do', () => {
  const rows = [
    [1, 11],
    [3, 13],
    [null, 12],
    [Number.NaN, Number.POSITIVE_INFINITY],
  ];
  const model = twoWay(rows);
  const seen = rows.map((row) => seenBy(model, row));
  expect(seen.map(({ mean }) => mean)).toEqual([6, 8, 7, null]);
  expect(seen.map(({ count }) => count)).toEqual([2, 2, 1, 0]);
});

test('configs and replicates that add up leave no noise, whatever they are', () => {
  const list = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(list, list, (configs, replicates) => {
      const { sd, df } = twoWay(configs.map((c) => replicates.map((r) => c + r)));
      expect(sd).toBeLessThan(1e-9);
      expect(df).toBe((configs.length - 1) * (replicates.length - 1));
    }),
  );
});

test('nothing is known of the variance of one config, of one replicate, of none', () => {
  expect(twoWay([[1, 2, 3]]).df).toBe(0);
  expect(twoWay([[1], [2]]).df).toBe(0);
  expect(twoWay([])).toEqual({ effects: [], sd: 0, df: 0 });
});
