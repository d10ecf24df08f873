import { fails, type Judged, judge } from './judge.ts';
import { type RacedRun, runsOf } from './milestones.ts';
import type { RaceRules, Racer } from './racer.ts';
import { reasonOf } from './reason.ts';

export interface RaceDecision {
  readonly hash: string;
  readonly kept: boolean;
  /** In words for people. */
  readonly reason: string;
  /** What the config was judged by: itself, or the best milestone of its run, where that trains for longer. */
  readonly by: string;
  /** The one that it was compared with: the best of all, or of its run for what trains for longer; null where there was none. */
  readonly best: string | null;
  /** Less than that, without what the replicates do to all; null without a value of both. */
  readonly behind: number | null;
  /** That it lies so far behind by chance, one-sided, adjusted for all that might as well have been (Holm, Sidak); null where it was not. */
  readonly p: number | null;
  readonly level: number;
}

/** Whether it goes on and is not told from the best: not the best itself, nor what is measured on the way to it. */
export const isTied = ({ kept, by, best, behind, p, level }: RaceDecision): boolean =>
  kept && by !== best && behind !== null && !(p !== null && p < level);

/** Runs that survive a race over so many parameters at least, as in irace (López-Ibáñez et al., 2016). */
export function leastSurvivors(parameters: number): number {
  let [bits, size] = [0, 1];
  // floor(2 + log2(parameters)), without the runtime's logarithm.
  for (; 2 * size <= parameters; size *= 2) bits += 1;
  return 2 + bits;
}

/**
 * Which configs go on to more replicates and which are dropped: those that are worse than the best beyond chance, or than the
 * best milestone of their own run, and those without any value where others have one (`judge`). Of a run its best milestone is judged, and what trains for longer. A
 * milestone stays as long as a longer one of its run does, which it costs nothing to measure on the way; a run is gone
 * with its last one. Comparators take part and stay; of the others at least `least` runs do, the best ones.
 *
 * Decisions follow the order given, and do not depend on it.
 */
export function race(racers: readonly Racer[], rules: RaceRules): RaceDecision[] {
  const runs = runsOf(racers);
  const judged = new Map(judge(runs, rules).map((one) => [one.racer.hash, one]));
  const spared = sparedOf(runs, judged, rules.least);
  const leads = new Map(runs.map(({ lead }) => [lead.run, lead]));
  const lasts = new Map(
    runs.map(({ lead, longer, shorter }) => {
      const staying = [...shorter.filter(({ comparator }) => comparator), lead, ...longer].filter(
        ({ hash, comparator }) => comparator || spared.has(hash) || !fails(judged.get(hash)!),
      );
      return [lead.run, staying.at(-1)?.epochs ?? -Infinity];
    }),
  );
  return racers.map(({ hash, run, epochs, comparator }) => {
    const one = judged.get(hash) ?? judged.get(leads.get(run)!.hash)!;
    const kept = epochs <= lasts.get(run)!;
    const stay = !kept
      ? null
      : comparator
        ? 'compared with'
        : spared.has(hash)
          ? 'spared'
          : 'with a longer one';
    const { best, behind, p, level } = one;
    const told = reasonOf(one, stay, rules);
    return { hash, kept, reason: told, by: one.racer.hash, best, behind, p, level };
  });
}

/** The leads that go on only because too few would, those that keep the constraints first. */
function sparedOf(
  runs: readonly RacedRun[],
  judged: ReadonlyMap<string, Judged>,
  least: number,
): ReadonlySet<string> {
  const raced = runs.filter(({ lead }) => !lead.comparator);
  const goes = ({ lead, longer }: RacedRun) =>
    [lead, ...longer].some(({ hash }) => !fails(judged.get(hash)!));
  const meanOf = ({ hash }: Racer) => judged.get(hash)!.mean ?? -Infinity;
  const gone = raced
    .filter((run) => !goes(run))
    .map(({ lead }) => lead)
    .sort(
      (a, b) =>
        Number(a.breaks ?? false) - Number(b.breaks ?? false) ||
        meanOf(b) - meanOf(a) ||
        (a.run < b.run ? -1 : 1),
    );
  return new Set(gone.slice(0, Math.max(0, least - (raced.length - gone.length))).map(({ hash }) => hash));
}
