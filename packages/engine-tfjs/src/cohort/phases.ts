/** Steps `from` to `to` (exclusive), in which the same lanes take part. */
export interface Phase {
  readonly lanes: readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * A call in phases: lane k takes part in its first `steps[k]` steps and leaves then. Lanes that are done are not
 * masked but left out, so that they cost nothing and nothing can reach them.
 */
export function phases(steps: readonly number[]): Phase[] {
  const ends = [...new Set(steps)].filter((end) => end > 0).sort((a, b) => a - b);
  return ends.map((to, i) => ({
    lanes: steps.flatMap((count, lane) => (count >= to ? [lane] : [])),
    from: ends[i - 1] ?? 0,
    to,
  }));
}
