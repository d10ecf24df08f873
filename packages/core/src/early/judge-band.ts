import { decideBand, type EarlyRule, isBelow, type RunAtBand } from './early.ts';
import { type Words, whyOf } from './why.ts';

/** A config at a band of epochs. */
export interface ConfigAtBand {
  readonly hash: string;
  /** Configs that one training run serves have the same: they differ only in their epochs. */
  readonly run: string;
  readonly epochs: number;
  /** It is to go on behind the band; else it has its result, of so many epochs or fewer. */
  readonly waiting: boolean;
  /** By replicate, at the band or at its end; more is better. Null: that trial has no value. */
  readonly values: readonly (number | null)[];
}

/** What a run had at a band that was decided before, of this block of configs or of an earlier one. */
export interface DecidedAtBand {
  readonly run: string;
  readonly epochs: number;
  readonly value: number;
}

export interface EarlyDecision {
  readonly hash: string;
  readonly kept: boolean;
  /** In words for people. */
  readonly reason: string;
  /** The config of its run that was judged. */
  readonly by: string;
  /** The mean over its replicates at the band; null where none has a value. */
  readonly value: number | null;
  /** What was to be reached; null where there was nothing to reach. */
  readonly threshold: number | null;
  /** By how much it was not; not above 0 where it was. */
  readonly behind: number | null;
}

/**
 * Which configs go on behind a band and which end there. A training run is judged, by the mean over its replicates, so that all its
 * replicates and all its milestones behind the band share a fate; with one replicate that is W&B's rule. Without a value it has not
 * reached the band, and goes on. Runs that end at the band count for the threshold, and so do those of `decided`. Returned are
 * decisions on what waits and on what ends there, in the order given, which decides nothing else.
 */
export function judgeBand(
  configs: readonly ConfigAtBand[],
  decided: readonly DecidedAtBand[],
  { band, rule, words }: { readonly band: number; readonly rule: EarlyRule; readonly words: Words },
): EarlyDecision[] {
  const before = Map.groupBy(decided, ({ run }) => run);
  const valueBefore = (run: string) => before.get(run)?.find(({ epochs }) => epochs === band)?.value;
  const judged = new Map<string, Judged>();
  for (const [run, own] of Map.groupBy(configs, (config) => config.run)) {
    const waiting = own.filter((config) => config.waiting);
    const there = waiting[0] ?? own.find(({ epochs }) => epochs === band);
    if (there === undefined || (waiting.length === 0 && valueBefore(run) !== undefined)) continue;
    const value = meanOf(there.values);
    const earlier = [
      ...own.filter((config) => !config.waiting && config.epochs < band).map(({ values }) => meanOf(values)),
      ...(before.get(run) ?? []).filter(({ epochs }) => epochs < band).map((one) => one.value),
    ].filter((one) => one !== null);
    judged.set(run, {
      by: there.hash,
      value,
      best: Math.max(value ?? -Infinity, ...earlier),
      waits: waiting.length > 0,
    });
  }
  const runs: RunAtBand[] = [...judged].flatMap(([run, { value, best, waits }]) =>
    value === null ? [] : [{ run, value, best, judged: waits }],
  );
  for (const run of before.keys()) {
    const value = valueBefore(run);
    if (value !== undefined && !judged.has(run)) runs.push({ run, value, best: value, judged: false });
  }
  const { threshold, stopped } = decideBand(runs, rule);
  const whole = { band, rule, threshold, count: runs.length, words };
  return configs.flatMap(({ hash, run, epochs, waiting }) => {
    const one = judged.get(run);
    if (!one || !(waiting || (!one.waits && epochs === band))) return [];
    const { by, value, best, waits } = one;
    const kept = !stopped.has(run);
    const compared = rule.strict || value === null ? value : best;
    const behind = threshold === null || compared === null ? null : behindOf(compared, threshold);
    return [{ hash, kept, reason: whyOf(compared, waits, whole), by, value, threshold, behind }];
  });
}

interface Judged {
  readonly by: string;
  readonly value: number | null;
  readonly best: number;
  /** It may go on. */
  readonly waits: boolean;
}

const behindOf = (value: number, threshold: number) =>
  isBelow(value, threshold) ? threshold - value : Math.min(0, threshold - value);

function meanOf(values: readonly (number | null)[]): number | null {
  const own = values.filter((value): value is number => value !== null && Number.isFinite(value));
  return own.length === 0 ? null : own.reduce((sum, value) => sum + value, 0) / own.length;
}
