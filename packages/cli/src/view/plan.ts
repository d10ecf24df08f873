import type { DataReport } from '@latentsweep/coordinator';
import { duration } from '../format/duration.ts';
import { count } from '../format/number.ts';
import type { Style } from '../format/style.ts';
import { plural, printable } from '../format/text.ts';
import { dataFacts } from './data.ts';
import { factLines } from './facts.ts';

/** What `sweep plan` has found out; its JSON is this object. */
export interface Plan {
  readonly name: string;
  readonly method: string;
  readonly replicates: number;
  readonly data: DataReport;
  readonly engine: string;
  readonly slots: number;
  readonly configs: number;
  /** Those of plain oversampling among them. */
  readonly baselines: number;
  readonly trials: number;
  readonly trainingRuns: number;
  readonly duplicatesRemoved: number;
  /** Of them, points with a value that the file holds twice. */
  readonly valuesRepeated: number;
  /** False where configs and trials are upper bounds. */
  readonly exact: boolean;
  /** Trials that earlier sweeps have done. */
  readonly reused: number;
  /** Trials that were looked up for that: all, or a sample. */
  readonly reuseLookedUp: number;
  /** Estimated training time on one thread. */
  readonly threadSeconds: number;
  /** From the command to the leaderboard, and the range in which that is likely to be. */
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

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
        ['reused', reuseText(plan)],
        ['time', timeText(plan)],
      ],
      width,
      style,
    ),
  ];
}

function duplicatesText({ duplicatesRemoved, valuesRepeated }: Plan): string | null {
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

function reuseText({ reused, reuseLookedUp, trials }: Plan): string {
  if (reuseLookedUp >= trials) return `${plural(reused, 'trial')} of earlier sweeps`;
  return `about ${plural(reused, 'trial')} of earlier sweeps, from a sample of ${count(reuseLookedUp)}`;
}

function timeText({ low, high, slots, engine, reused, trials }: Plan): string {
  if (reused >= trials) return 'none: everything has been run';
  const [from, to] = [duration(low), duration(high)];
  const range = from === to ? `about ${from}` : `${from} to ${to}`;
  return `${range} on ${plural(slots, 'thread')} of this machine, by a short training with ${engine}`;
}
