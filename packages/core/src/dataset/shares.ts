export const SPLITS = ['train', 'validation', 'test'] as const;

/** One thing for each split. */
export type OfSplits<Thing> = Readonly<Record<(typeof SPLITS)[number], Thing>>;

/** Rows for train, validation and test out of `count`, by their shares: largest remainders, ties to test. */
export function allot(count: number, shares: readonly number[]): number[] {
  const quotas = shares.map((share) => share * count);
  const rows = quotas.map(Math.floor);
  const byRemainder = [2, 1, 0].sort((a, b) => quotas[b]! - rows[b]! - (quotas[a]! - rows[a]!));
  let left = count - rows.reduce((sum, n) => sum + n, 0);
  for (const part of byRemainder) if (left-- > 0) rows[part] = rows[part]! + 1;
  for (const part of count >= 3 ? [0, 2, 1] : [0]) {
    if (rows[part]! > 0 || quotas[part] === 0 || count === 0) continue;
    const largest = rows.indexOf(Math.max(...rows));
    rows[part] = 1;
    rows[largest] = rows[largest]! - 1;
  }
  return rows;
}
