import { binned, type GivenValue } from './binned.ts';
import { pairKey } from './effects.ts';
import { fanova, resampled } from './fanova.ts';
import { pedAnova } from './ped-anova.ts';
import { MOST_BINS } from './tree.ts';

/** A config as importances see it. */
export interface JudgedConfig {
  /** Its hash, by which configs are put in order: what is found does not depend on theirs. */
  readonly key: string;
  /** Mean of a metric over replicates, more is better. Finite. */
  readonly score: number;
  /** A value a parameter. */
  readonly values: readonly GivenValue[];
}

/** A share with its 95% interval. */
export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

export interface JudgedParameters {
  /** A share a parameter, by PED-ANOVA. */
  readonly ped: readonly ShareInterval[];
  /** A share a parameter by itself, by fANOVA. */
  readonly fanova: readonly ShareInterval[];
  /** Pairs that explain something beyond both of them, the strongest first. */
  readonly pairs: readonly (ShareInterval & { readonly parameters: readonly [number, number] })[];
}

/** Bootstrap resamples of the configs. */
export const RESAMPLES = 100;

/** As the store bins for the figure. */
const PED_BINS = 50;
/** Of 100 values, as many lie outside on either side. */
const OUTSIDE = 2;

/** How important `parameters` parameters are, by two methods, with intervals over resamples of the configs. */
export function judgeParameters(configs: readonly JudgedConfig[], parameters: number): JudgedParameters {
  const sorted = configs.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const numbers = Array.from({ length: parameters }, (_, p) => p);
  const of = (most: number) =>
    numbers.map((p) =>
      binned(
        sorted.map(({ values }) => values[p]!),
        most,
      ),
    );
  const [forPed, forTrees] = [of(PED_BINS), of(MOST_BINS)];
  const scores = Float64Array.from(sorted, ({ score }) => score);
  // Squares of what is far from zero lose the difference.
  const mean = scores.reduce((sum, score) => sum + score / scores.length, 0);
  const centered = scores.map((score) => score - mean);
  const all = Int32Array.from(sorted, (_, row) => row);
  const rounds = Array.from({ length: RESAMPLES + 1 }, (_, round) => {
    const rows = round === 0 ? all : resampled(all, round, 0);
    return { ped: pedAnova(forPed, scores, rows), fanova: fanova(forTrees, centered, rows, round) };
  });
  const pairs = numbers.flatMap((p) =>
    numbers.slice(p + 1).flatMap((q) => {
      const key = pairKey(p, q, parameters);
      const interval = intervalOf(rounds.map((round) => round.fanova.pairs[key]!));
      return interval.share > 0 ? [{ ...interval, parameters: [p, q] as const }] : [];
    }),
  );
  return {
    ped: numbers.map((p) => intervalOf(rounds.map((round) => round.ped[p]!))),
    fanova: numbers.map((p) => intervalOf(rounds.map((round) => round.fanova.single[p]!))),
    pairs: pairs.sort((a, b) => b.share - a.share),
  };
}

/**
 * The percentiles of the resamples, moved so that their median lies where all configs are: a config that is drawn twice
 * agrees with itself, by which resamples see more than there is.
 */
function intervalOf([share, ...resamples]: readonly number[]): ShareInterval {
  const sorted = resamples.toSorted((a, b) => a - b);
  const middle = (sorted[RESAMPLES / 2 - 1]! + sorted[RESAMPLES / 2]!) / 2;
  const moved = (at: number) => Math.min(1, Math.max(0, sorted[at]! - middle + share!));
  return { share: share!, low: moved(OUTSIDE), high: moved(RESAMPLES - 1 - OUTSIDE) };
}
