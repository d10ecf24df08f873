/**
 * Values of configs on common replicates as y_ij = m_i + b_j + e_ij: what the config is worth, what the replicate's data and
 * seed do to all configs alike, and noise whose variance all configs share. With R configs that have a value in each of n
 * replicates, b_j is the mean of column j less the mean of all, and
 *
 *     s² = sum (y_ij - m_i - b_j)² / ((R - 1)(n - 1)).
 *
 * A config that lacks some values is judged by the others less what their replicates do: m_i = mean over its j of y_ij - b_j.
 */
export interface TwoWay {
  /** In the order given; null for a row without a value. */
  readonly means: readonly (number | null)[];
  /** How many values each row has. */
  readonly counts: readonly number[];
  /** s. */
  readonly sd: number;
  /** How far each row's own values scatter around its mean, without what the replicates do; 0 for less than two. */
  readonly own: readonly number[];
  /** (R - 1)(n - 1); 0 where there is no variance to be known. */
  readonly df: number;
}

/** Rows [configs][replicates], all of one length; a value that is null or not finite is none. */
export function twoWay(rows: readonly (readonly (number | null)[])[]): TwoWay {
  const n = rows[0]?.length ?? 0;
  const complete = rows.filter((row) => row.every(isValue)) as readonly (readonly number[])[];
  const columns = Array.from(
    { length: n },
    (_, j) => complete.reduce((sum, row) => sum + row[j]!, 0) / Math.max(1, complete.length),
  );
  const middle = columns.reduce((sum, column) => sum + column, 0) / Math.max(1, n);
  const effects = columns.map((column) => column - middle);
  const adjusted = rows.map((row) =>
    row.flatMap((value, j) => (isValue(value) ? [value - effects[j]!] : [])),
  );
  const means = adjusted.map((values) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
  );
  const squares = adjusted.map((values, i) =>
    values.reduce((sum, value) => sum + (value - means[i]!) ** 2, 0),
  );
  const counts = adjusted.map(({ length }) => length);
  const pooled = squares.reduce((sum, own, i) => (counts[i] === n ? sum + own : sum), 0);
  const df = Math.max(0, complete.length - 1) * Math.max(0, n - 1);
  return {
    ...{ means, counts, df },
    sd: df === 0 ? 0 : Math.sqrt(pooled / df),
    own: squares.map((sum, i) => (counts[i]! < 2 ? 0 : Math.sqrt(sum / (counts[i]! - 1)))),
  };
}

/** Whether there is a number to reckon with. */
export const isValue = (value: number | null): value is number => value !== null && Number.isFinite(value);
