/**
 * Values of configs on common replicates as y_ij = m_i + b_j + e_ij: what the config is worth, what the replicate's data and
 * seed do to all configs alike, and noise whose variance all configs share. With R configs that have a value in each of n
 * replicates, b_j is the mean of column j less the mean of all, and
 *
 *     s² = sum (y_ij - m_i - b_j)² / ((R - 1)(n - 1)).
 */
export interface TwoWay {
  /** [n] b_j. */
  readonly effects: readonly number[];
  /** s. */
  readonly sd: number;
  /** (R - 1)(n - 1); 0 where there is no variance to be known. */
  readonly df: number;
}

/** Rows [configs][replicates], all of one length; a row that lacks a value tells nothing. */
export function twoWay(rows: readonly (readonly (number | null)[])[]): TwoWay {
  const n = rows[0]?.length ?? 0;
  const complete = rows.filter((row) => row.every(isValue)) as readonly (readonly number[])[];
  const columns = Array.from(
    { length: n },
    (_, j) => complete.reduce((sum, row) => sum + row[j]!, 0) / Math.max(1, complete.length),
  );
  const middle = columns.reduce((sum, column) => sum + column, 0) / Math.max(1, n);
  const effects = columns.map((column) => column - middle);
  const squares = complete.reduce((sum, row) => sum + seenBy({ effects }, row).squares, 0);
  const df = Math.max(0, complete.length - 1) * Math.max(0, n - 1);
  return { effects, df, sd: df === 0 ? 0 : Math.sqrt(squares / df) };
}

/** What the values of one config say, without what the replicates do. */
export interface Seen {
  /** m: the mean of those that it has; null where it has none. */
  readonly mean: number | null;
  readonly count: number;
  /** The sum of their squared distances from it. */
  readonly squares: number;
}

/** A config that lacks some values is judged by the others. */
export function seenBy({ effects }: Pick<TwoWay, 'effects'>, row: readonly (number | null)[]): Seen {
  const values = row.flatMap((value, j) => (isValue(value) ? [value - effects[j]!] : []));
  const count = values.length;
  if (count === 0) return { mean: null, count, squares: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { mean, count, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
}

/** Whether there is a number to reckon with: what is null or not finite is none. */
export const isValue = (value: number | null): value is number => value !== null && Number.isFinite(value);
