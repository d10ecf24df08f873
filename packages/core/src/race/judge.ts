import { holm } from '../statistics/holm.ts';
import { studentBeyond } from '../statistics/student.ts';
import type { RacedRun } from './milestones.ts';
import type { RaceRules, Racer } from './racer.ts';
import { type Seen, seenBy, twoWay } from './two-way.ts';

/** How a config stands to the best. */
export interface Judged extends Seen {
  readonly racer: Racer;
  /** Null where there is none. */
  readonly best: string | null;
  /** How far it is behind the best; null without a value of both. */
  readonly behind: number | null;
  /** Adjusted; null where it was not compared. */
  readonly p: number | null;
  readonly verdict: 'best' | 'worse' | 'not worse' | 'no value' | 'nothing to compare';
}

/** More degrees of freedom are taken for so many, which errs on the side of keeping. */
const MOST_DF = 1000;
/** A difference below this share of the largest value is rounding. */
const ROUNDING = 2 ** -40;

/**
 * The lead of each run, and what trains for longer, beside the best: one-sided, by Student's t with the variance of the two-way
 * model over the leads, adjusted by Holm for all that are compared, and `others`. A config whose own values scatter more counts by its own
 * variance, and the best is the lead with the greatest mean less its standard error: else one lucky value, where noise has heavy
 * tails, is the best and throws out all others.
 */
export function judge(runs: readonly RacedRun[], { level, others = 0 }: RaceRules): Judged[] {
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
        sure: one.count === n && racer === lead ? one.mean! - error : -Infinity,
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
    const behind = best!.mean! - mean!;
    if (!(behind > ROUNDING * largest)) return 1;
    const t = behind / Math.sqrt(error ** 2 + best!.error ** 2);
    const p = studentBeyond(t, Math.min(model.df, MOST_DF)) / 2;
    return Number.isNaN(p) ? 1 : p;
  });
  const all = [...chances, ...Array.from({ length: others }, () => 1)];
  const adjusted = new Map(holm(all).flatMap((p, at) => (at < compared.length ? [[compared[at]!, p]] : [])));
  const someValue = seen.some(({ mean }) => mean !== null);
  return seen.map((one) => {
    const { racer, mean, count, squares } = one;
    const p = adjusted.get(one) ?? null;
    const behind = best === null || mean === null ? null : best.mean! - mean;
    const verdict = verdictOf({ isBest: one === best, p, level, missing: mean === null && someValue });
    return { racer, mean, count, squares, best: best?.racer.hash ?? null, behind, p, verdict };
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
