import { type SweepDefinition, storedReport } from '@latentsweep/coordinator';
import type { KnownSweep, Sweep, Table, TrialCounts } from '@latentsweep/store';
import type { Caveat } from '../caveat/caveat.ts';
import { caveatLines } from '../caveat/lines.ts';
import { cellForPeople } from '../format/cell.ts';
import { duration, moment } from '../format/duration.ts';
import { count, metric } from '../format/number.ts';
import type { Style } from '../format/style.ts';
import { plural, printable } from '../format/text.ts';
import type { Spell } from '../spell.ts';
import { dataFacts } from './data.ts';
import { datasetText, distributionText, varyingParameters } from './definition.ts';
import { factLines } from './facts.ts';
import type { ShownState } from './led.ts';
import { paintState } from './state.ts';
import { columnOf } from './trials.ts';

export interface Timing {
  readonly first: Date | null;
  readonly last: Date | null;
  /** Over all threads, trials that share a run counted each. */
  readonly trainingSeconds: number | null;
}

export interface SweepView {
  readonly sweep: KnownSweep;
  readonly state: ShownState;
  readonly counts: TrialCounts;
  readonly timing: Timing;
  readonly definition: SweepDefinition;
  /** The best trial, in one row or none. */
  readonly best: Table;
  readonly caveats: readonly Caveat[];
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
  return [...lines, ...factLines(nextSteps(view), width, style)];
}

function facts({ sweep, counts, timing, definition, best }: SweepView): Parameters<typeof factLines>[0] {
  return [
    ['slug', `${sweep.slug} (id ${sweep.id})`],
    ['trials', countsText(sweep, counts)],
    ['metric', `${sweep.metric}, ${sweep.goal}`],
    ['best', bestText(sweep, definition, best)],
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
  const states = [
    'completed',
    'running',
    'queued',
    'diverged',
    'failed',
    'quarantined',
    'cancelled',
  ] as const;
  const parts = states.filter((s) => counts[s] > 0).map((s) => `${count(counts[s])} ${s}`);
  if (counts.reused > 0) parts.push(`${count(counts.reused)} of them reused from earlier sweeps`);
  return `${plural(sweep.plannedTrials, 'trial')} planned${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`;
}

function bestText(sweep: Sweep, definition: SweepDefinition, { columns, rows }: Table): string | null {
  const row = rows[0];
  const value = row?.[columns.indexOf(sweep.metric)];
  if (!row || typeof value !== 'number') return null;
  const config = varyingParameters(definition)
    .map((name) => [name, row[columns.indexOf(columnOf(name))]] as const)
    .filter(([, cell]) => cell !== null && cell !== undefined)
    .map(([name, cell]) => `${name}=${cellForPeople(cell)}`);
  return `${metric(value)} in one trial: ${config.join(' ')}`;
}

function timingText({ first, last, trainingSeconds }: Timing): string | null {
  if (!first || !last || trainingSeconds === null) return null;
  const span = (last.getTime() - first.getTime()) / 1000;
  return `${duration(span)} from the first start to the last end`;
}

function nextSteps({ sweep, state, counts, spell }: SweepView): (readonly [string, string])[] {
  const { word } = sweep;
  const steps: (readonly [string, string])[] = [];
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
