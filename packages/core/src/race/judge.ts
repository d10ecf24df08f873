import { holmSidak } from '../statistics/holm.ts';
import { chanceOf } from './chance.ts';
import type { RacedRun } from './milestones.ts';
import { behindLeads } from './own-lead.ts';
import type { RaceRules, Racer } from './racer.ts';
import { type Seen, seenBy, twoWay } from './two-way.ts';

/** How a config stands to the best, or to the best milestone of its own run where that tells more against it. */
export interface Judged extends Seen {
  readonly racer: Racer;
  /** What it was compared with; null where there is none. */
  readonly best: string | null;
  /** Whether that is the best milestone of its run. */
  readonly isOwnLead: boolean;
  /** How far it is behind that; null without a value of both. */
  readonly behind: number | null;
  /** Adjusted; null where it was not compared. */
  readonly p: number | null;
  /** That it has to be below. */
  readonly level: number;
  readonly verdict: 'best' | 'worse' | 'not worse' | 'no value' | 'nothing to compare';
}

/**
 * The lead of each run, and what trains for longer, beside the best: one-sided, by Student's t with the variance of the two-way
 * model over the leads, adjusted by Holm for all that are compared, and so many `others`. A config whose own values scatter more counts by its own
 * variance, and the best is the lead with the greatest mean less its standard error: else one lucky value, where noise has heavy
 * tails, is the best and throws out all others. What breaks a constraint is never the best. What trains for longer is compared with the lead of its own run too
 * (`behindLeads`), at a level of its own; what is told of it is the one by which it is less likely to be as good, for its level.
 */
export function judge(runs: readonly RacedRun[], { level, within = level, others = 0 }: RaceRules): Judged[] {
  const model = twoWay(runs.map(({ lead }) => lead.values));
  const n = model.effects.length;
  const seen = runs.flatMap(({ lead, longer }) =>
    [lead, ...longer].map((racer) => {
      const one = seenBy(model, racer.values);
      const own = one.count < 2 ? 0 : Math.sqrt(one.squares / (one.count - 1));
      const error = Math.max(model.sd, own) / Math.sqrt(Math.max(1, one.count));
      return {
        ...one,
        racer,
        error,
        sure: one.count === n && racer === lead && !racer.breaks ? one.mean! - error : -Infinity,
      };
    }),
  );
  const best = seen.reduce<(typeof seen)[number] | null>(
    (found, one) => (one.sure > (found?.sure ?? -Infinity) ? one : found),
    null,
  );
  const largest = seen.reduce((most, { mean }) => Math.max(most, Math.abs(mean ?? 0)), 0);
  const compared = seen.filter((one) => one !== best && best !== null && one.mean !== null && model.df > 0);
  const chances = compared.map(({ mean, error }) => {
    const both = Math.sqrt(error ** 2 + best!.error ** 2);
    return chanceOf({ behind: best!.mean! - mean!, error: both, df: model.df, largest });
  });
  const all = [...chances, ...Array.from({ length: others }, () => 1)];
  const adjusted = new Map(
    holmSidak(all).flatMap((p, at) => (at < compared.length ? [[compared[at]!, p]] : [])),
  );
  const someValue = seen.some(({ mean }) => mean !== null);
  const behindOwn = behindLeads(runs);
  const leads = new Map(runs.map(({ lead }) => [lead.run, lead.hash]));
  return seen.map((one) => {
    const { racer, mean, count, squares } = one;
    const p = adjusted.get(one) ?? null;
    const own = behindOwn.get(racer);
    const isOwnLead = own !== undefined && own.p * level < (p ?? 1) * within;
    const byBest = best === null || mean === null ? null : best.mean! - mean;
    const compared = isOwnLead
      ? { best: leads.get(racer.run)!, behind: own.behind, p: own.p, level: within }
      : { best: best?.racer.hash ?? null, behind: byBest, p, level };
    const missing = mean === null && someValue;
    const verdict = verdictOf({ isBest: one === best, ...compared, missing });
    return { racer, mean, count, squares, isOwnLead, ...compared, verdict };
  });
}

function verdictOf(of: {
  readonly isBest: boolean;
  readonly missing: boolean;
  readonly p: number | null;
  readonly level: number;
}): Judged['verdict'] {
  if (of.isBest) return 'best';
  if (of.missing) return 'no value';
  if (of.p === null) return 'nothing to compare';
  return of.p < of.level ? 'worse' : 'not worse';
}

/** Whether it would be dropped, were it alone in its run. */
export const fails = ({ verdict }: Judged): boolean => verdict === 'worse' || verdict === 'no value';
