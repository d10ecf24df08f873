/** Whether each column by itself looks as it does in real rows: SDMetrics' column shapes. */

import { meanOfDefined, present, type TableColumn } from './table-column.ts';

/** As SDMetrics rounds, so that numbers which only rounding tells apart are one. */
const DECIMALS = 1e14;

/** One less what two empirical distributions differ by at most (Kolmogorov and Smirnov): 1 where they are the same. */
function ksComplement(real: Float64Array, made: Float64Array): number {
  const a = rounded(real).sort();
  const b = rounded(made).sort();
  if (a.length === 0 || b.length === 0) return Number.NaN;
  let largest = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return 1 - largest;
}

const rounded = (values: Float64Array) =>
  present(values).map((value) =>
    Math.abs(value) * DECIMALS < Number.MAX_SAFE_INTEGER ? Math.round(value * DECIMALS) / DECIMALS : value,
  );

/** One less half of what the shares of the categories differ by: the total variation complement. */
function tvComplement(real: Float64Array, made: Float64Array): number {
  return overlap(present(real), present(made));
}

/** What two samples of labels have in common: the sum of the smaller share of each label. NaN where one is empty. */
export function overlap(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  if (a.length === 0 || b.length === 0) return Number.NaN;
  const differences = new Map<unknown, number>();
  for (let i = 0; i < a.length; i++) differences.set(a[i], (differences.get(a[i]) ?? 0) + 1 / a.length);
  for (let i = 0; i < b.length; i++) differences.set(b[i], (differences.get(b[i]) ?? 0) - 1 / b.length);
  let sum = 0;
  for (const difference of differences.values()) sum += Math.abs(difference);
  return 1 - sum / 2;
}

/** The mean over columns of what each has in common with the real one, from 0 to 1. Missing values do not count. */
export function columnShapes(real: readonly TableColumn[], made: readonly TableColumn[]): number {
  return meanOfDefined(
    real.map(({ kind, values }, c) =>
      (kind === 'number' ? ksComplement : tvComplement)(values, made[c]!.values),
    ),
  );
}
