/** What a config has of a parameter; null where it lacks it. */
export type GivenValue = number | string | null;

/** A parameter's values in bins, config by config. */
export interface BinnedParameter {
  /** The bin of each config; -1 where it lacks the parameter. */
  readonly codes: Int8Array;
  /** How many bins there are. One may be empty. */
  readonly bins: number;
  /** Neighbouring bins are alike. */
  readonly ordered: boolean;
}

/**
 * At most `most` bins (up to 127), one a value where these are no more. More numbers are cut into bins of about equally many
 * configs; of more choices the rarest share the last bin. It is the rule by which the store bins for the figure.
 */
export function binned(values: readonly GivenValue[], most: number): BinnedParameter {
  const counts = new Map<number | string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ordered = [...counts.keys()].every((value) => typeof value === 'number');
  const distinct = [...counts].sort(([a, n], [b, m]) =>
    ordered ? Number(a) - Number(b) : m - n || (a < b ? -1 : 1),
  );
  const all = distinct.reduce((sum, [, n]) => sum + n, 0);
  const bins = Math.min(most, distinct.length);
  const binOf = new Map<number | string, number>();
  let before = 0;
  for (const [i, [value, n]] of distinct.entries()) {
    const isCut = ordered && distinct.length > most;
    binOf.set(value, isCut ? Math.floor((most * (before + n / 2)) / all) : Math.min(i, most - 1));
    before += n;
  }
  return {
    codes: Int8Array.from(values, (value) => (value === null ? -1 : binOf.get(value)!)),
    bins,
    ordered,
  };
}
