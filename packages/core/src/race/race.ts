import { holm } from '../statistics/holm.ts';
import { studentBeyond } from '../statistics/student.ts';
import { plural } from '../words.ts';
import { isValue, type TwoWay, twoWay } from './two-way.ts';

/** A config that is alive, with its values on the replicates that all of them have. */
export interface Racer {
  /** Its name, which also decides between equals. */
  readonly hash: string;
  /** Configs that one training run serves have the same: they differ only in their epochs. */
  readonly run: string;
  /** Others are compared with it: it is never dropped. */
  readonly comparator: boolean;
  /** By replicate, the same number of them for each config; more is better. Null: that trial has no value. */
  readonly values: readonly (number | null)[];
}

export interface RaceRules {
  /** Of this look, one-sided: see `pocockLevel`. */
  readonly level: number;
  /** Training runs that go on at least, comparators not counted. */
  readonly least: number;
}

export interface RaceDecision {
  readonly hash: string;
  readonly kept: boolean;
  /** In words for people. */
  readonly reason: string;
  /** What the config was judged by: itself, or the milestone of its run with the best mean. */
  readonly by: string;
  /** The one that it was compared with; null where there was none. */
  readonly best: string | null;
  /** Less than the best, without what the replicates do to all; null without a value of both. */
  readonly behind: number | null;
  /** That it lies so far behind by chance, one-sided, adjusted for all that were compared (Holm); null where it was not. */
  readonly p: number | null;
  readonly level: number;
}

/** More degrees of freedom are taken for so many, which errs on the side of keeping. */
const MOST_DF = 1000;
/** A difference below this share of the largest value is rounding. */
const ROUNDING = 2 ** -40;

/** Runs that survive a race over so many parameters at least, as in irace (López-Ibáñez et al., 2016). */
export function leastSurvivors(parameters: number): number {
  let [bits, size] = [0, 1];
  // floor(2 + log2(parameters)), without the runtime's logarithm.
  for (; 2 * size <= parameters; size *= 2) bits += 1;
  return 2 + bits;
}

/**
 * Which configs go on to more replicates and which are dropped: those that are worse than the best beyond chance, one-sided, by
 * Student's t with the variance of the two-way model over all that are alive, adjusted by Holm for all of them. A config whose
 * own values scatter more than that counts by its own variance, and the best is the one with the greatest mean less its standard
 * error: else one lucky value, where noise has heavy tails, is the best and throws out all others. Configs of
 * one run are raced as one, by the milestone with the most values, of these by the best mean. A run without any value is
 * dropped where others have one. Comparators take part and stay; of the others at least `least` runs do, the best ones.
 *
 * Decisions follow the order given, and do not depend on it.
 */
export function race(racers: readonly Racer[], rules: RaceRules): RaceDecision[] {
  const runs = bestMilestones(racers);
  const model = twoWay(runs.map(({ values }) => values));
  const judged = judge(runs, model, rules);
  const saved = new Set(
    judged
      .filter(({ racer, verdict }) => !racer.comparator && verdict !== 'dropped')
      .map(({ racer }) => racer.run),
  );
  const byMean = judged
    .filter(({ racer }) => !racer.comparator && !saved.has(racer.run))
    .sort((a, b) => (b.mean ?? -Infinity) - (a.mean ?? -Infinity) || (a.racer.run < b.racer.run ? -1 : 1));
  const spared = new Set(
    byMean.slice(0, Math.max(0, rules.least - saved.size)).map(({ racer }) => racer.run),
  );
  const byRun = new Map(judged.map((one) => [one.racer.run, one]));
  return racers.map(({ hash, run }) => {
    const one = byRun.get(run)!;
    const kept = one.racer.comparator || saved.has(run) || spared.has(run);
    const { best, behind, p } = one;
    const reason = reasonOf(one, kept, spared.has(run), rules);
    return { hash, kept, reason, by: one.racer.hash, best, behind, p, level: rules.level };
  });
}

/** One config of each run, in the order of the runs' names. */
function bestMilestones(racers: readonly Racer[]): Racer[] {
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...Map.groupBy(racers, ({ run }) => run).values()]
    .map((own) => {
      const ranked = own.map((racer) => {
        const values = racer.values.filter(isValue);
        return { racer, count: values.length, mean: values.length === 0 ? 0 : meanOf(values) };
      });
      ranked.sort((a, b) => b.count - a.count || b.mean - a.mean || (a.racer.hash < b.racer.hash ? -1 : 1));
      return ranked[0]!.racer;
    })
    .sort((a, b) => (a.run < b.run ? -1 : 1));
}

interface Judged {
  readonly racer: Racer;
  readonly count: number;
  readonly mean: number | null;
  readonly best: string | null;
  readonly behind: number | null;
  readonly p: number | null;
  readonly verdict: 'best' | 'dropped' | 'not worse' | 'nothing to compare';
}

function judge(
  runs: readonly Racer[],
  { means, counts, sd, own, df }: TwoWay,
  { level }: RaceRules,
): Judged[] {
  const n = runs[0]?.values.length ?? 0;
  const errors = counts.map((count, i) => Math.max(sd, own[i]!) / Math.sqrt(Math.max(1, count)));
  const sure = means.map((mean, i) => (counts[i] === n ? mean! - errors[i]! : Number.NEGATIVE_INFINITY));
  const best = counts.reduce(
    (found, count, i) => (count === n && (found < 0 || sure[i]! > sure[found]!) ? i : found),
    -1,
  );
  const largest = Math.max(0, ...means.map((mean) => Math.abs(mean ?? 0)));
  const behind = means.map((mean) => (best < 0 || mean === null ? null : means[best]! - mean));
  const compared = runs.map((_, i) => i).filter((i) => i !== best && behind[i] !== null && df > 0);
  const chances = compared.map((i) => {
    const lag = behind[i]!;
    if (!(lag > ROUNDING * largest)) return 1;
    const p = studentBeyond(lag / Math.sqrt(errors[i]! ** 2 + errors[best]! ** 2), Math.min(df, MOST_DF)) / 2;
    return Number.isNaN(p) ? 1 : p;
  });
  const adjusted = new Map(holm(chances).map((p, at) => [compared[at]!, p]));
  const someValue = means.some((mean) => mean !== null);
  return runs.map((racer, i) => {
    const p = adjusted.get(i) ?? null;
    const verdict =
      i === best
        ? 'best'
        : means[i] === null && someValue
          ? 'dropped'
          : p === null
            ? 'nothing to compare'
            : p < level
              ? 'dropped'
              : 'not worse';
    const told = { count: counts[i]!, mean: means[i]!, best: best < 0 ? null : runs[best]!.hash };
    return { racer, ...told, behind: behind[i]!, p, verdict };
  });
}

function reasonOf(
  { racer, count, best, behind, p, verdict }: Judged,
  kept: boolean,
  spared: boolean,
  { level, least }: RaceRules,
): string {
  const n = racer.values.length;
  const after = plural(n, 'replicate');
  const where = count === n ? `After ${after}` : `With a value in ${count} of ${after}`;
  const stays =
    !kept || verdict !== 'dropped'
      ? ''
      : spared
        ? `; stays as one of the ${least} that at least go on`
        : '; stays, as others are compared with it';
  if (verdict === 'best') return `After ${after} it is the best.`;
  if (count === 0)
    return `None of ${after} has a value${verdict === 'dropped' ? '' : ', nor has any of another config'}${stays}.`;
  if (p === null || behind === null) return `${where} there is nothing to tell it from others by.`;
  const chance = `by chance with p = ${p.toPrecision(2)}`;
  const limit = `${verdict === 'dropped' ? 'below' : 'not below'} ${level.toPrecision(3)}`;
  const place =
    behind > 0
      ? `${behind.toPrecision(3)} behind the best, ${best!.slice(0, 8)}`
      : `not behind the best, ${best!.slice(0, 8)}`;
  return `${where} it is ${place}: ${chance}, ${limit}${stays}.`;
}
