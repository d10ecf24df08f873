import { count, dataFacts, duration, type Plan, percent } from '@latentsweep/app';
import { plural, printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { factLines } from './facts.ts';

export function planLines(plan: Plan, width: number, style: Style): string[] {
  const { configs, baselines, trials, replicates, trainingRuns, exact } = plan;
  const most = exact ? '' : 'at most ';
  return [
    style.bold(printable(plan.name)),
    ...factLines(
      [
        ...dataFacts(plan.data),
        ['configs', `${most}${count(configs)}${baselinesText(baselines)}`],
        ['duplicates', duplicatesText(plan)],
        [
          'trials',
          `${most}${count(trials)} (${plural(configs, 'config')} x ${plural(replicates, 'replicate')})`,
        ],
        ['training runs', `${most}${count(trainingRuns)}${sharing(trials, trainingRuns)}`],
        ['early end', earlyText(plan)],
        ['race', raceText(plan)],
        ['reused', reusedText({ trials: plan.reused, lookedUp: plan.reuseLookedUp }, trials)],
        ['time', timeText(plan)],
      ],
      width,
      style,
    ),
  ];
}

export function duplicatesText({
  duplicatesRemoved,
  valuesRepeated,
}: Pick<Plan, 'duplicatesRemoved' | 'valuesRepeated'>): string | null {
  const unused = duplicatesRemoved - valuesRepeated;
  const parts = [
    valuesRepeated > 0 && `${count(valuesRepeated)} removed: a value is written twice`,
    unused > 0 &&
      `${count(unused)} removed: points of the grid that differ only in what their arm does not use`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? null : parts.join('; ');
}

function baselinesText(baselines: number): string {
  return baselines === 0 ? '' : `, ${count(baselines)} of them oversample, to compare with`;
}

function sharing(trials: number, runs: number): string {
  return runs < trials ? ': configs that differ only in epochs share one' : '';
}

export function raceText({
  race,
  early,
  trials,
  replicates,
}: Pick<Plan, 'race' | 'early' | 'trials' | 'replicates'>): string | null {
  if (race === null) return null;
  const saved = trials - race.leastTrials;
  const rungs = `after ${race.rungs.join(', ')} of ${replicates} replicates, by ${race.metric}`;
  if (race.block !== null) {
    const most = Math.floor(trials / race.rungs[0]!);
    return `${rungs}, ${plural(race.block, 'proposal')} at a time: what it saves pays for further ones, of ${count(most)} configs at most`;
  }
  // What ends early is not counted on: it may be more than a race would drop.
  if (early !== null && early.bands.length > 0 && !race.spends)
    return `${rungs}, of what early termination leaves`;
  const share = `${count(saved)} (${percent(saved / trials)})`;
  if (race.spends)
    return `${rungs}: at most ${share} go to more replicates of those that are tied with the best`;
  const least = `${rungs}: ${count(race.leastTrials)} trials at least, so that it saves at most ${share}`;
  if (race.expectedTrials === null) return least;
  const expected = percent((trials - race.expectedTrials) / trials);
  return `${least}, and about ${expected} if configs differ by as much as replicates of one do`;
}

function earlyText({ early }: Plan): string | null {
  if (early === null) return null;
  const { bands, share, most } = early;
  if (bands.length === 0) return 'none: no run trains for longer than the first band';
  const epochs = `about ${percent(share ?? 1)} of the epochs, and ${percent(most ?? 1)} if it stops nothing`;
  return `${bandsText(early, `after ${bands.join(', ')} epochs`)}: ${epochs}`;
}

/** By which rule runs end at bands. `where`: those. */
export function bandsText({ type, eta, strict, metric }: NonNullable<Plan['early']>, where: string): string {
  const by = strict ? metric : `the best ${metric} so far`;
  const rule = type === 'median' ? 'median' : `hyperband with eta ${eta}`;
  return `${rule}, ${where} by ${by} (strict: ${strict})`;
}

export function reusedText(
  { trials: reused, lookedUp }: { readonly trials: number; readonly lookedUp: number },
  trials: number,
): string {
  if (lookedUp >= trials) return `${plural(reused, 'trial')} of earlier sweeps`;
  return `about ${plural(reused, 'trial')} of earlier sweeps, from a sample of ${count(lookedUp)}`;
}

function timeText({ low, high, slots, mayHaveGpu, engine, reused, trials, race }: Plan): string {
  if (reused >= trials) return 'none: everything has been run';
  const [from, to] = [duration(low), duration(high)];
  const range = from === to ? `about ${from}` : `${from} to ${to}`;
  const less = [
    race !== null && !race.spends && race.block === null && 'the race',
    mayHaveGpu && 'a GPU, if one can be used,',
  ].filter((what) => what !== false);
  const shorter = less.map((what) => `; ${what} makes it less`).join('');
  return `${range} on ${plural(slots, 'thread')} of this machine, by a short training with ${engine}${shorter}`;
}
