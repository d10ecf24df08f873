import { holmSidak } from '../statistics/holm.ts';
import { moderated, variancePrior } from '../statistics/moderated.ts';
import { chanceOf } from './chance.ts';
import type { RacedRun } from './milestones.ts';
import type { Racer } from './racer.ts';
import { isValue } from './two-way.ts';

/** How one that trains for longer stands to the best milestone of its own run. */
export interface BehindLead {
  readonly behind: number;
  /** One-sided, adjusted by Holm for all other milestones of the run: any of them might have been its best by luck. */
  readonly p: number;
}

/**
 * What trains for longer than its run's lead, beside that. Both come from one training, so that on a replicate they differ by
 * much less than two runs do: the paired differences are told from noise by Student's t, with their variance moderated over
 * all pairs (`moderated`), of which some scatter far more than others. Not in the map: what has no two replicates with a value
 * of both.
 */
export function behindLeads(runs: readonly RacedRun[]): ReadonlyMap<Racer, BehindLead> {
  const pairs = runs.map((run) => run.longer.map((racer) => differencesOf(run.lead, racer)));
  const n = runs[0]?.lead.values.length ?? 0;
  const whole = pairs.flat().filter(({ count }) => count === n);
  const prior = variancePrior(
    whole.map(({ variance }) => variance),
    n - 1,
  );
  const values = runs.flatMap(({ lead }) => lead.values.filter(isValue));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return new Map(
    runs.flatMap(({ longer, shorter }, at) => {
      const chances = pairs[at]!.map(({ count, mean, variance }) => {
        if (count < 2) return 1;
        const known = prior === null ? { variance, df: count - 1 } : moderated(prior, variance, count - 1);
        return chanceOf({ behind: mean, error: Math.sqrt(known.variance / count), df: known.df, largest });
      });
      const adjusted = holmSidak([...chances, ...shorter.map(() => 1)]);
      return longer.flatMap((racer, i): [Racer, BehindLead][] => {
        const { count, mean } = pairs[at]![i]!;
        return count < 2 ? [] : [[racer, { behind: mean, p: adjusted[i]! }]];
      });
    }),
  );
}

/** Lead less the other, on the replicates where both have a value. */
function differencesOf(lead: Racer, other: Racer) {
  const found = lead.values.flatMap((value, j) => {
    const beside = other.values[j]!;
    return isValue(value) && isValue(beside) ? [value - beside] : [];
  });
  const count = found.length;
  const mean = found.reduce((sum, value) => sum + value, 0) / Math.max(1, count);
  const squares = found.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, variance: squares / Math.max(1, count - 1) };
}
