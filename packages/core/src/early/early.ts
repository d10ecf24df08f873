/** By what a band stops runs. */
export interface EarlyRule {
  readonly type: 'hyperband' | 'median';
  readonly eta: number;
  /** Whether the value at the band alone counts, and not the best so far. */
  readonly strict: boolean;
}

/** A training run that has reached a band. More is better. */
export interface RunAtBand {
  /** Its name. */
  readonly run: string;
  /** At the band. */
  readonly value: number;
  /** The best that was measured of it until then, the band included. */
  readonly best: number;
  /** Whether it may be stopped here. All that have reached the band count for the threshold, whatever became of them. */
  readonly judged: boolean;
}

export interface BandDecision {
  /** What a run must reach to go on; null where too few have reached the band for one. */
  readonly threshold: number | null;
  /** Names of those that end here. */
  readonly stopped: ReadonlySet<string>;
}

/** A difference below this share of the values is rounding: means of the same replicates' values can differ by a last bit. */
const ROUNDING = 2 ** -40;

/** Whether a value is below what was to be reached, by more than rounding. */
export const isBelow = (value: number, threshold: number): boolean =>
  threshold - value > ROUNDING * Math.max(Math.abs(value), Math.abs(threshold));

/** A median of fewer says little; so many Optuna's `MedianPruner` waits for, too. */
const LEAST_FOR_MEDIAN = 5;

/**
 * Which runs end at a band: those that are below its threshold. Runs are given in any order, which decides nothing.
 *
 * hyperband: the value at place floor(n · (1/eta)), from 0, of the n at the band from the best down, so that of n distinct values
 * floor(n/eta) + 1 go on (W&B's engine; after Li et al., 2018, Hyperband, JMLR 18, and successive halving). The same product
 * of floating point as there: 1/49 · 49 is below 1.
 *
 * median: the median of the n, for 5 or more (Golovin et al., 2017, Google Vizier, section 3.2.1, without its running averages).
 */
export function decideBand(runs: readonly RunAtBand[], rule: EarlyRule): BandDecision {
  const threshold = thresholdOf(
    runs.map(({ value }) => value).sort((a, b) => b - a),
    rule,
  );
  const below = ({ judged, value, best }: RunAtBand) =>
    judged && threshold !== null && isBelow(rule.strict ? value : best, threshold);
  return { threshold, stopped: new Set(runs.filter(below).map(({ run }) => run)) };
}

/** Of values from the best down. */
function thresholdOf(values: readonly number[], { type, eta }: EarlyRule): number | null {
  const n = values.length;
  switch (type) {
    case 'hyperband':
      return values[Math.floor((1 / eta) * n)] ?? null;
    case 'median':
      return n < LEAST_FOR_MEDIAN ? null : (values[(n - 1) >> 1]! + values[n >> 1]!) / 2;
    default:
      return type satisfies never;
  }
}
