import type { FinishedConfig } from '@latentsweep/store';

/** A finished config with what its mean is thought to be worth. */
export interface Standing {
  readonly finished: FinishedConfig;
  readonly value: number;
}

/**
 * Those with a mean that no race dropped, the best first. A mean over few replicates is drawn to that of all, by as much as it is uncertain:
 *
 *     value_i = M + (mean_i - M) t² / (t² + s² / n_i)
 *
 * with s² the variance of replicates, pooled over all configs that have two or more, M the mean of all means and t² their
 * variance less what s² explains of it, but at least s² / 100 (empirical Bayes: Morris, "Parametric empirical Bayes
 * inference", 1983). Where all have the same number of replicates, that leaves their order as it is. Of equals the greater
 * mean is first, then the earlier config. One that breaks a constraint is behind all that keep them, and behind those that break
 * them by less, as in Optuna 5 (there c-TPE's simpler form: feasible first, then by total violation).
 */
export function standingsOf(history: readonly FinishedConfig[]): Standing[] {
  const known = history.filter(({ mean, pruned }) => mean !== null && Number.isFinite(mean) && !pruned);
  const [noise, between, centre] = variancesOf(known);
  return known
    .map((finished) => {
      const { mean, n } = finished;
      const kept = noise === 0 ? 1 : between / (between + noise / n);
      return { finished, value: centre + (mean! - centre) * kept };
    })
    .sort(
      (a, b) =>
        a.finished.violation - b.finished.violation ||
        b.value - a.value ||
        b.finished.mean! - a.finished.mean! ||
        a.finished.place - b.finished.place,
    );
}

function variancesOf(known: readonly FinishedConfig[]): [noise: number, between: number, centre: number] {
  let squares = 0;
  let free = 0;
  let sum = 0;
  let shares = 0;
  for (const { mean, sd, n } of known) {
    if (sd !== null) {
      squares += (n - 1) * sd * sd;
      free += n - 1;
    }
    sum += mean!;
    shares += 1 / n;
  }
  const count = known.length;
  const centre = count === 0 ? 0 : sum / count;
  const noise = free === 0 ? 0 : squares / free;
  let spread = 0;
  for (const { mean } of known) spread += (mean! - centre) ** 2;
  const variance = count < 2 ? 0 : spread / (count - 1);
  return [noise, Math.max(noise / 100, variance - (noise * shares) / Math.max(1, count)), centre];
}
