import { GOOD_SHARE, importances } from '../statistics/importance.ts';
import type { BinnedParameter } from './binned.ts';

/** As for the figure: fewer good ones tell nothing. */
const LEAST_GOOD = 2;

/** PED-ANOVA among `rows`, numbers of configs that may repeat: a share a parameter. `scores`: more is better. */
export function pedAnova(
  parameters: readonly BinnedParameter[],
  scores: Float64Array,
  rows: Int32Array,
): number[] {
  const sorted = Float64Array.from(rows, (row) => scores[row]!).sort();
  const least = sorted[Math.max(0, rows.length - Math.max(LEAST_GOOD, Math.ceil(GOOD_SHARE * rows.length)))]!;
  const counts = parameters.map(({ codes, bins, ordered }) => {
    const all = new Array<number>(bins).fill(0);
    const good = new Array<number>(bins).fill(0);
    for (const row of rows) {
      const code = codes[row]!;
      if (code < 0) continue;
      all[code]! += 1;
      if (scores[row]! >= least) good[code]! += 1;
    }
    return { bins: all.map((n, bin) => ({ all: n, good: good[bin]! })), ordered };
  });
  return importances(counts, rows.length);
}
