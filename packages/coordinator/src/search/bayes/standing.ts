import type { FinishedConfig } from '@latentsweep/store';
import { type Fronted, inFronts } from './fronts.ts';

/** A finished config with what its means are thought to be worth, one an objective. */
export interface Standing extends Fronted {
  readonly finished: FinishedConfig;
}

type Result = Pick<FinishedConfig, 'mean' | 'sd' | 'n'>;

/**
 * Those with a mean of each objective that no race dropped, the best first. A mean over few replicates is drawn to that of all, by
 * as much as it is uncertain:
 *
 *     value_i = M + (mean_i - M) t² / (t² + s² / n_i)
 *
 * with s² the variance of replicates, pooled over all configs that have two or more, M the mean of all means and t² their
 * variance less what s² explains of it, but at least s² / 100 (empirical Bayes: Morris, "Parametric empirical Bayes
 * inference", 1983). Where all have the same number of replicates, that leaves their order as it is. Of equals the greater
 * mean is first, then the earlier config. One that breaks a constraint is behind all that keep them, and behind those that break
 * them by less, as in Optuna 5 (there c-TPE's simpler form: feasible first, then by total violation). Of several objectives see
 * `inFronts`.
 */
export function standingsOf(history: readonly FinishedConfig[]): Standing[] {
  const known = history
    .filter(({ pruned }) => !pruned)
    .map((finished) => ({ finished, results: [finished, ...(finished.others ?? [])] }))
    .filter(({ results }) => results.every(({ mean }) => mean !== null && Number.isFinite(mean)));
  const columns = (known[0]?.results ?? []).map((_, k) => valuesOf(known.map(({ results }) => results[k]!)));
  const valued = known.map(({ finished }, i) => ({ finished, values: columns.map((column) => column[i]!) }));
  if (columns.length > 1) return inFronts(valued);
  return valued
    .sort(
      (a, b) =>
        a.finished.violation - b.finished.violation ||
        b.values[0]! - a.values[0]! ||
        b.finished.mean! - a.finished.mean! ||
        a.finished.place - b.finished.place,
    )
    .map((one, front) => ({ ...one, front }));
}

function valuesOf(results: readonly Result[]): number[] {
  const [noise, between, centre] = variancesOf(results);
  return results.map(({ mean, n }) => {
    const kept = noise === 0 ? 1 : between / (between + noise / n);
    return centre + (mean! - centre) * kept;
  });
}

function variancesOf(known: readonly Result[]): [noise: number, between: number, centre: number] {
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
