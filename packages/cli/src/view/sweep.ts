import {
  configText,
  count,
  datasetText,
  distributionText,
  duration,
  metric,
  moment,
  type Spell,
  varyingParameters,
  type WholeSweep,
} from '@latentsweep/app';
import { type SweepDefinition, storedReport } from '@latentsweep/coordinator';
import { plural, printable } from '@latentsweep/core';
import type { BestConfig, Sweep, SweepTiming, TrialCounts, TrialState } from '@latentsweep/store';
import type { Style } from '../terminal/style.ts';
import { caveatLines } from './caveats.ts';
import { dataFacts } from './data.ts';
import { factLines } from './facts.ts';
import { countsOf, paintState } from './state.ts';
import { type Step, stepLines } from './steps.ts';

/** As they are counted: what is there first, then what waits, then other ends. */
const COUNTED: readonly TrialState[] = [
  'completed',
  'running',
  'queued',
  'diverged',
  'failed',
  'quarantined',
  'cancelled',
];

export interface SweepView extends WholeSweep {
  readonly spell: Spell;
}

export function showLines(view: SweepView, width: number, style: Style): string[] {
  const { sweep, definition } = view;
  const state = paintState(view.state, view.state, style);
  const lines = [
    `${style.bold(printable(sweep.name))}  ${state}${sweep.reason ? `  ${printable(sweep.reason)}` : ''}`,
  ];
  if (sweep.description) lines.push(printable(sweep.description));
  lines.push('', ...factLines(facts(view), width, style), '', style.bold('parameters'));
  const parameters = definition.parameters.map((p) => [p.name, distributionText(p.distribution)] as const);
  lines.push(...factLines(parameters, width, style));
  const caveats = caveatLines(view.caveats, view.spell, width, style);
  if (caveats.length > 0) lines.push('', ...caveats);
  lines.push('', style.bold('next'));
  return [...lines, ...stepLines(nextSteps(view), width, style)];
}

function facts({ sweep, counts, timing, definition, best }: SweepView): Parameters<typeof factLines>[0] {
  return [
    ['slug', `${sweep.slug} (id ${sweep.id})`],
    ['trials', countsText(sweep, counts)],
    ['metric', `${sweep.metric}, ${sweep.goal}`],
    ['best', bestText(definition, best)],
    [
      'method',
      `${definition.method}${definition.runCap === null ? '' : `, at most ${plural(definition.runCap, 'trial')}`}`,
    ],
    ['replicates', `${sweep.replicates}, seed ${sweep.seed}`],
    ['data from', datasetText(definition.dataset)],
    ...dataFacts(storedReport(sweep)),
    ['engine', sweep.engine],
    ['where', sweep.onCluster ? 'on a cluster' : null],
    ['requires', definition.requires.length === 0 ? null : `workers with ${definition.requires.join(', ')}`],
    ['created', moment(sweep.createdAt)],
    ['finished', sweep.finishedAt && moment(sweep.finishedAt)],
    ['time', timingText(timing)],
  ];
}

function countsText(sweep: Sweep, counts: TrialCounts): string {
  const parts = countsOf(counts, COUNTED);
  if (counts.reused > 0) parts.push(`${count(counts.reused)} of them reused from earlier sweeps`);
  return `${plural(sweep.plannedTrials, 'trial')} planned${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
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

function nextSteps({ sweep, state, counts, spell }: SweepView): Step[] {
  const { word } = sweep;
  const steps: Step[] = [];
  const step = (command: string, does: string) => steps.push([spell(command), does]);
  if (state === 'running' || state === 'waiting') {
    if (sweep.onCluster) step(`watch ${word}`, 'see how it goes');
    step(`pause ${word}`, 'stop for now');
  } else if (state !== 'completed' && state !== 'cancelled') step(`resume ${word}`, 'go on');
  if (counts.failed > 0) step(`trials ${word} --state failed`, 'what went wrong');
  if (counts.quarantined > 0) step(`trials ${word} --state quarantined`, 'what killed its workers');
  step(`top ${word}`, 'the leaderboard');
  step(`export ${word} --to trials.csv`, 'all trials in a file');
  return steps;
}
