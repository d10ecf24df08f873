/**
 * How much each parameter tells good configs from the others: PED-ANOVA (Watanabe, Bansal, Hutter: PED-ANOVA: Efficiently
 * Quantifying Hyperparameter Importance in Arbitrary Subspaces, IJCAI 2023), from counts alone.
 *
 * Let b be 1 for the best share `g` of the configs and 0 for the others. The importance of a parameter x is the variance of
 * the mean of b given x, which is g² times the Pearson divergence of the good configs' distribution of x from that of all:
 *
 *     Var(E[b | x]) = sum over bins k of  all_k / N * (good_k / all_k - g)²  =  g² * sum of p_k * (q_k / p_k - 1)²
 *
 * with p and q the shares of all and of good configs in a bin. Two things are otherwise than in Optuna's evaluator:
 *
 * - Bins hold about equally many configs each, and chance is taken off as in an analysis of variance (epsilon squared;
 *   Kelley, PNAS 1935), where Optuna smooths with a kernel: the divergence of good configs that were drawn blindly is
 *   zero on average then, however few they are and however many bins.
 * - A parameter that some arms lack is judged among the configs that have it, and counts by their share. That is what it
 *   explains beyond what the arm explains: the variance of b splits into one between having x and not, which is the arm's,
 *   and one within those that have it. Optuna leaves such parameters out.
 */

/** The share of configs that counts as good, as in Optuna. */
export const GOOD_SHARE = 0.1;

/** Configs whose value of a parameter lies in a bin, and how many of them are good. */
export interface BinCount {
  readonly all: number;
  readonly good: number;
}

export interface ParameterCounts {
  /** Those that have it; in the order of values where these are numbers. */
  readonly bins: readonly BinCount[];
  /** Neighbouring bins are alike: they may be put together. */
  readonly ordered: boolean;
}

const MOST_BINS = 50;
const LEAST_BINS = 2;

/**
 * Importances in the order of `parameters`, which sum to 1, or are all 0 where nothing tells good configs from others. `of`:
 * how many configs there are, whether or not they have a parameter.
 */
export function importances(parameters: readonly ParameterCounts[], of: number): number[] {
  const explained = parameters.map((parameter) => explainedBy(parameter, of));
  const sum = explained.reduce((total, one) => total + one, 0);
  return explained.map((one) => (sum > 0 ? one / sum : 0));
}

/** The variance of being good that a parameter explains, among `of` configs. */
function explainedBy({ bins: given, ordered }: ParameterCounts, of: number): number {
  const bins = (ordered ? merged(given) : given).filter(({ all }) => all > 0);
  const { all, good } = total(bins);
  // As many bins as configs fit anything; one fits nothing.
  if (bins.length < 2 || all <= bins.length) return 0;
  const share = good / all;
  const between = bins.reduce((sum, bin) => sum + (bin.all / all) * (bin.good / bin.all - share) ** 2, 0);
  const within = Math.max(0, share * (1 - share) - between) / (all - bins.length);
  return Math.max(0, between - (bins.length - 1) * within) * (all / of);
}

/** Neighbours put together until bins hold about equally many configs, more of both the more configs there are. */
function merged(bins: readonly BinCount[]): BinCount[] {
  const { all } = total(bins);
  const count = Math.min(MOST_BINS, Math.max(LEAST_BINS, Math.ceil(Math.sqrt(all) / 2)));
  if (bins.length <= count) return [...bins];
  const parts = Array.from({ length: count }, () => ({ all: 0, good: 0 }));
  let before = 0;
  for (const bin of bins) {
    const part = parts[Math.min(count - 1, Math.floor((count * (before + bin.all / 2)) / all))]!;
    part.all += bin.all;
    part.good += bin.good;
    before += bin.all;
  }
  return parts;
}

function total(bins: readonly BinCount[]): BinCount {
  const sum = { all: 0, good: 0 };
  for (const { all, good } of bins) {
    sum.all += all;
    sum.good += good;
  }
  return sum;
}
