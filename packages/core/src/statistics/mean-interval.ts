/** The mean of independent values with its 95% interval. */

export interface MeanInterval {
  readonly mean: number;
  /** Half the interval's width, by Student's t; null for less than two values. */
  readonly half: number | null;
  readonly n: number;
}

/** NaN for no values. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, half: null, n };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, half: studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n), n };
}

const EXACT = [
  12.7062047362, 4.30265272975, 3.18244630528, 2.7764451052, 2.57058183564, 2.44691185114, 2.36462425159,
  2.3060041352, 2.2621571628, 2.22813885199, 2.20098516009, 2.17881282967, 2.16036865646, 2.14478668792,
  2.13144954556, 2.11990529922, 2.10981557783, 2.10092204024, 2.09302405441, 2.08596344727, 2.07961384473,
  2.0738730679, 2.06865761042, 2.06389856163, 2.05953855275, 2.05552943864, 2.05183051648, 2.0484071418,
  2.04522964213, 2.0422724563,
] as const;

/**
 * The 97.5% point of Student's t, as the store has it in SQL: exact to 30 degrees of freedom, beyond them the expansion of
 * Abramowitz and Stegun, 26.7.5 (off by less than 3e-8).
 */
export function studentT975(df: number): number {
  return (
    EXACT[df - 1] ??
    1.95996398454 +
      2.3722712303 / df +
      2.82249861574 / df ** 2 +
      2.55584967951 / df ** 3 +
      1.58953405339 / df ** 4
  );
}
