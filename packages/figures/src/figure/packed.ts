interface Stretch {
  readonly from: number;
  /** Null: it goes on. */
  readonly to: number | null;
}

/** More rows than this would be no bars any more: what has none of its own shares the last one. */
const MOST_ROWS = 16;

/**
 * A row for each of some stretches of time, so that those at the same time are in different rows: the first free one, by
 * their beginnings. A worker of four threads has four rows.
 */
export function packed(
  stretches: readonly Stretch[],
  now: number,
): { readonly rows: readonly number[]; readonly count: number } {
  const rows = stretches.map(() => 0);
  const ends: number[] = [];
  const order = [...stretches.keys()].toSorted((a, b) => stretches[a]!.from - stretches[b]!.from);
  for (const i of order) {
    const { from, to } = stretches[i]!;
    const free = ends.findIndex((end) => end <= from);
    const row = free >= 0 ? free : Math.min(ends.length, MOST_ROWS - 1);
    rows[i] = row;
    ends[row] = Math.max(ends[row] ?? Number.NEGATIVE_INFINITY, to ?? now);
  }
  return { rows, count: Math.max(1, ends.length) };
}
