import { holm, normalBelow } from '@latentsweep/core';
import { print } from '../parts.ts';

/** Of one problem and one number of configs: the regret of each seed. */
export interface Row {
  readonly name: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** Medians of what stands beside them. */
  readonly beside?: readonly number[];
}

const LEVEL = 0.05;

/** Medians of both, and the Mann-Whitney test of the two, adjusted by Holm over all rows. */
export function printRows(what: string, columns: readonly string[], rows: readonly Row[]): void {
  const tests = rows.map(({ ours, theirs }) => mannWhitney(ours, theirs));
  const adjusted = holm(tests.map(({ p }) => p));
  print(what, [...columns.slice(0, 2), 'P(bayes is better), p by Holm', ...columns.slice(2)].join(' | '));
  for (const [i, { name, ours, theirs, beside = [] }] of rows.entries()) {
    const chance = `${tests[i]!.better.toFixed(2)}, ${adjusted[i]!.toPrecision(2)}`;
    const [first, second, ...others] = [median(ours), median(theirs), ...beside].map(shortly);
    print(`  ${name}`, [first, second, chance, ...others].join(' | '));
  }
  const count = (wanted: (row: number) => boolean) => rows.filter((_, i) => wanted(i)).length;
  const told = (i: number) => adjusted[i]! < LEVEL;
  print('  rows worse at the 5% level (target: 0)', String(count((i) => told(i) && tests[i]!.better < 0.5)));
  print(
    `  rows with a lower median (target: ${rows.length / 2} of ${rows.length})`,
    `${count((i) => median(rows[i]!.ours) < median(rows[i]!.theirs))}, ${count((i) => told(i) && tests[i]!.better > 0.5)} of them at the 5% level`,
  );
}

const shortly = (value: number) => value.toPrecision(2);

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/**
 * The chance that a value of `a` is below one of `b`, and how likely one as far from a half is where both are of one law: by the
 * normal approximation, with the variance that ties leave (Lehmann, "Nonparametrics", 1975).
 */
function mannWhitney(
  a: readonly number[],
  b: readonly number[],
): { readonly better: number; readonly p: number } {
  let wins = 0;
  for (const x of a) for (const y of b) wins += x < y ? 1 : x === y ? 0.5 : 0;
  const pairs = a.length * b.length;
  const n = a.length + b.length;
  const counts = new Map<number, number>();
  for (const x of [...a, ...b]) counts.set(x, (counts.get(x) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const deviation = Math.sqrt((pairs / 12) * (n + 1 - ties / (n * (n - 1))));
  const off = Math.abs(wins - pairs / 2);
  return { better: wins / pairs, p: off === 0 ? 1 : 2 * normalBelow(-off / deviation) };
}
