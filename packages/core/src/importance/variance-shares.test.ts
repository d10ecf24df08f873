import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binned } from './binned.ts';
import { kindsOf } from './kind.ts';
import { type Tree, treesOver } from './tree.ts';
import { varianceShares } from './variance-shares.ts';

/** What a tree says of the bins of a config that has all parameters. */
const predicted = (tree: Tree, bins: readonly number[]): number =>
  'value' in tree
    ? tree.value
    : predicted((tree.bins >>> bins[tree.parameter]!) & 1 ? tree.left : tree.right, bins);

test('a tree’s shares are those of the functional ANOVA of its values, cell by cell', () => {
  const cells = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 27, maxLength: 27 });
  fc.assert(
    fc.property(cells, (means) => {
      // A full grid of 3 x 3 x 3, each cell six times, which a leaf holds.
      const grid = means.map((_, i) => [Math.floor(i / 9), Math.floor(i / 3) % 3, i % 3] as const);
      const rows = Int32Array.from({ length: 27 * 6 }, (_, i) => i);
      const parameters = [0, 1, 2].map((p) =>
        binned(
          [...rows].map((row) => grid[row % 27]![p]!),
          16,
        ),
      );
      const tree = treesOver(
        parameters,
        Float64Array.from(rows, (row) => means[row % 27]!),
      )(rows);
      const { single, pairs } = varianceShares(kindsOf(parameters, rows), 3)(tree);

      const values = grid.map((bins) => predicted(tree, bins));
      const average = (admits: (bins: readonly number[]) => boolean) => {
        const among = values.filter((_, i) => admits(grid[i]!));
        return among.reduce((sum, value) => sum + value, 0) / among.length;
      };
      const mean = average(() => true);
      const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 27;
      const effect = (p: number, b: number) => average((bins) => bins[p] === b) - mean;
      for (const p of [0, 1, 2]) {
        const own = [0, 1, 2].reduce((sum, b) => sum + effect(p, b) ** 2, 0) / 3;
        expect(single[p]).toBeCloseTo(square > 1e-12 ? own / square : 0, 9);
        for (const q of [0, 1, 2].filter((other) => other > p)) {
          let beyond = 0;
          for (const b of [0, 1, 2]) {
            for (const c of [0, 1, 2]) {
              const cell = average((bins) => bins[p] === b && bins[q] === c);
              beyond += (cell - mean - effect(p, b) - effect(q, c)) ** 2 / 9;
            }
          }
          expect(pairs[p * 3 + q]).toBeCloseTo(square > 1e-12 ? beyond / square : 0, 9);
        }
      }
    }),
    { numRuns: 50 },
  );
});

test('a parameter that half of the configs lack explains what it does among the others, by their share', () => {
  const cells = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(cells, (means) => {
      // x of three values, in an arm without q and in one with three values of it: 3 cells of 18 configs, 9 of 6.
      const grid = Array.from({ length: 108 }, (_, row) => {
        const [x, q] = [row % 3, Math.floor(row / 3) % 3];
        return row < 54
          ? { values: ['none', x, null], cell: x }
          : { values: ['vae', x, q], cell: 3 + 3 * x + q };
      });
      const rows = Int32Array.from(grid, (_, row) => row);
      const parameters = [0, 1, 2].map((p) =>
        binned(
          grid.map(({ values }) => values[p]!),
          16,
        ),
      );
      const tree = treesOver(
        parameters,
        Float64Array.from(grid, ({ cell }) => means[cell]!),
      )(rows);
      const { single, pairs } = varianceShares(kindsOf(parameters, rows), 3)(tree);

      const values = grid.map((_, row) =>
        predicted(
          tree,
          parameters.map(({ codes }) => codes[row]!),
        ),
      );
      const average = (admits: (values: readonly unknown[]) => boolean) => {
        const among = values.filter((_, row) => admits(grid[row]!.values));
        return among.reduce((sum, value) => sum + value, 0) / among.length;
      };
      const mean = average(() => true);
      const all = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 108;
      if (all < 1e-12) return;
      const ofVae = average(([arm]) => arm === 'vae');
      const byQ = [0, 1, 2].map((q) => average((config) => config[2] === q) - ofVae);
      expect(single[0]).toBeCloseTo((ofVae - mean) ** 2 / all, 9);
      expect(single[2]).toBeCloseTo(byQ.reduce((sum, one) => sum + one ** 2, 0) / 6 / all, 9);
      // Nothing is left over for the arm with q: all that have q are of one arm.
      expect(pairs[2]).toBeCloseTo(0, 9);
      const shares = [...single, ...pairs];
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }),
    { numRuns: 50 },
  );
});
