import { type SweepDefinition, storedReport } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import {
  type BestConfig,
  type Sweep,
  type SweepTiming,
  splitsOf,
  type TrialCounts,
  type TrialState,
} from '@latentsweep/store';
import { configText } from '../text/config.ts';
import { constraintsText } from '../text/constraints.ts';
import { countsOf } from '../text/counts.ts';
import { dataFacts } from '../text/data.ts';
import { datasetText, varyingParameters } from '../text/definition.ts';
import { duration } from '../text/duration.ts';
import { count, metric } from '../text/number.ts';
import { earlyText, raceText } from '../text/rung.ts';
import { ownColumns } from './own-measures.ts';
import type { WholeSweep } from './sweeps.ts';

/** As they are counted: what is there first, then what waits, then other ends. */
const COUNTED: readonly TrialState[] = [
  'completed',
  'pruned',
  'running',
  'queued',
  'waiting',
  'diverged',
  'failed',
  'quarantined',
  'cancelled',
];

/** What a sweep is and how it stands, as labels with values; null: there is nothing to say. `at` writes moments. */
export function sweepFacts(
  { sweep, counts, timing, definition, best, rungs }: WholeSweep,
  at: (date: Date) => string,
): readonly (readonly [label: string, value: string | null])[] {
  return [
    ['slug', `${sweep.slug} (id ${sweep.id})`],
    ['trials', countsText(sweep, definition, counts)],
    metricFact(sweep, definition),
    ['measures', ownText(sweep)],
    ['constraints', constraintsText(definition)],
    ['best', bestText(definition, best)],
    [
      'method',
      `${definition.method}${definition.runCap === null ? '' : `, at most ${plural(definition.runCap, 'trial')}`}`,
    ],
    ['replicates', `${sweep.replicates}, seed ${sweep.seed}`],
    ['race', raceText(definition, rungs)],
    ['early end', earlyText(definition, rungs)],
    ['data from', datasetText(definition.dataset)],
    ...dataFacts(storedReport(sweep)),
    ['engine', sweep.engine],
    ['where', sweep.onCluster ? 'on a cluster' : null],
    ['requires', definition.requires.length === 0 ? null : `workers with ${definition.requires.join(', ')}`],
    ['created', at(sweep.createdAt)],
    ['finished', sweep.finishedAt && at(sweep.finishedAt)],
    ['time', timingText(timing)],
  ];
}

function metricFact(sweep: Sweep, definition: SweepDefinition): readonly [string, string] {
  const { metrics } = definition;
  if (metrics) return ['metrics', metrics.map(({ name, goal }) => `${name}, ${goal}`).join('; ')];
  return ['metric', `${sweep.metric}, ${sweep.goal}${targetText(sweep, definition)}`];
}

/** What a program's results hold, with the columns that are called otherwise. */
function ownText(sweep: Sweep): string | null {
  const { ownMeasures, leftOutMeasure } = sweep;
  if (ownMeasures === null) return null;
  const named = [...ownColumns(sweep)].map(([name, column]) =>
    column === name ? name : `${name} (column ${column})`,
  );
  const more = leftOutMeasure === null ? '' : `; ${leftOutMeasure} and what came later have no room`;
  return named.join(', ') + more;
}

function targetText(sweep: Sweep, { metric: { name, target } }: SweepDefinition): string {
  return target === undefined ? '' : `, until ${splitsOf(sweep, name).validation} is beyond ${target}`;
}

function countsText(sweep: Sweep, { race }: SweepDefinition, counts: TrialCounts): string {
  const parts = countsOf(counts, COUNTED);
  if (counts.reused > 0) parts.push(`${count(counts.reused)} of them reused from earlier sweeps`);
  return `${race ? 'at most ' : ''}${plural(sweep.plannedTrials, 'trial')} planned${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

function bestText(definition: SweepDefinition, best: BestConfig | null): string | null {
  if (!best) return null;
  const mean = best.n === 1 ? 'one replicate' : `the mean of ${best.n} replicates`;
  const config = configText(best.config, varyingParameters(definition));
  return `${metric(best.value)}, ${mean}${config === '' ? '' : `: ${config}`}`;
}

/** What it took here, and what was taken over from earlier sweeps. */
function timingText({ first, last, reused }: SweepTiming): string | null {
  const parts: string[] = [];
  if (first && last) {
    parts.push(`${duration((last.getTime() - first.getTime()) / 1000)} from the first start to the last end`);
  }
  if (reused.trials > 0) {
    const which =
      parts.length === 0
        ? 'all trials are'
        : `${plural(reused.trials, 'trial')} ${reused.trials === 1 ? 'is' : 'are'}`;
    parts.push(
      `${which} reused, which took ${duration(reused.threadSeconds)} of one thread when they were trained`,
    );
  }
  return parts.length === 0 ? null : parts.join('; ');
}
