import {
  cellForPeople,
  configEntries,
  duration,
  lifeOf,
  metric,
  moment,
  parameterText,
} from '@latentsweep/app';
import {
  bothSplits,
  type ConfigSpace,
  MEASURES,
  type Measure,
  measureNamed,
  printable,
  type Values,
} from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { type Column, columnsOf, renderTable } from '../terminal/table.ts';
import { type ClassFigures, classLines } from './classes.ts';
import { factLines } from './facts.ts';

export type TrialRow = Readonly<Record<string, unknown>>;

/** What a program reported, by its names, and the columns of the row that have the same. */
export interface OwnMeasures {
  readonly measures: Readonly<Record<string, number | null>>;
  readonly columns: readonly string[];
}

/** Measures that have a table of their own: those of a split. */
const isTabled = (name: string) => (measureNamed.get(name)?.split ?? 'none') !== 'none';
/** What only a comparison needs comes last. */
const isMark = (name: string) => name === 'seed' || /_(hash|key|version)$/.test(name);

/** Everything of one trial but its curves: which it is, metrics of both splits, classes, config, life, facts, hashes. */
export function trialLines(
  row: TrialRow,
  classNames: readonly string[] | null,
  width: number,
  style: Style,
  space?: Pick<ConfigSpace, 'parameters'>,
  own: OwnMeasures | null = null,
): string[] {
  const config = (row['config'] ?? {}) as Values;
  const parameters = configEntries(config, space).map(
    ([name, value]) => [name, parameterText(value)] as const,
  );
  const metrics = own ? null : metricColumns(row);
  const reported = Object.entries(own?.measures ?? {}).filter(([, value]) => value !== null);
  const classes = classFigures(row);
  const life = lifeLines(row, width, style);
  const isShown = (name: string) =>
    HEAD.includes(name) || OF_LIFE.includes(name) || own?.columns.includes(name);
  const isRest = (name: string) => !isShown(name) && !isMark(name);
  return [
    ...factLines(
      facts(row, (name) => HEAD.includes(name)),
      width,
      style,
    ),
    ...(metrics ? ['', style.bold('metrics'), ...renderTable(metrics, width, style).lines] : []),
    ...(reported.length > 0 ? ['', style.bold('metrics')] : []),
    ...factLines(
      reported.map(([name, value]) => [name, metric(value)]),
      width,
      style,
    ),
    ...(classes ? classLines(classes, classNames, width, style) : []),
    ...['', style.bold('config'), ...factLines(parameters, width, style)],
    ...(life.length > 0 ? ['', style.bold('what happened to it'), ...life] : []),
    ...['', style.bold('how it was made')],
    ...factLines([...facts(row, isRest), ...facts(row, isMark)], width, style),
  ];
}

const HEAD: readonly string[] = ['sweep', 'id', 'number', 'replicate', 'state', 'error'];
/** What `lifeOf` tells. */
const OF_LIFE: readonly string[] = [
  ...['queued_at', 'started_at', 'finished_at', 'worker', 'attempt', 'deaths', 'death_log', 'reused_from'],
  ...['conflicts', 'ran'],
];

function lifeLines(row: TrialRow, width: number, style: Style): string[] {
  const events = lifeOf(row).map(({ at, what, by }) => {
    const text = by === null ? what : `${what} (${by})`;
    return [at === null ? '' : moment(new Date(at)), printable(text)] as const;
  });
  return factLines(events, width, style);
}

/** Columns of the row that are not shown elsewhere, in the row's order. */
function facts(row: TrialRow, wanted: (name: string) => boolean): (readonly [string, string | null])[] {
  return Object.entries(row)
    .filter(([name, value]) => value !== null && name !== 'config' && wanted(name))
    .filter(([name]) => !isTabled(name))
    .map(([name, value]) => [label(name), factText(name, value)] as const);
}

function classFigures(row: TrialRow): ClassFigures | null {
  const numbers = (name: string) => row[name] as readonly number[] | null | undefined;
  const testRecall = numbers('test_class_recall');
  const valRecall = numbers('val_class_recall');
  const testConfusion = numbers('test_confusion');
  return testRecall && valRecall && testConfusion ? { testRecall, valRecall, testConfusion } : null;
}

function factText(name: string, value: unknown): string {
  if (name === 'duration_ms') return duration(Number(value) / 1000);
  return typeof value === 'string' ? printable(value) : cellForPeople(value);
}

const label = (name: string) => name.replace(/_ms$/, '').replaceAll('_', ' ');

/** Test beside validation, or null where the trial has no metrics. */
function metricColumns(row: TrialRow): Column[] | null {
  const measures = MEASURES.filter(({ name, split }) => split === 'test' && typeof row[name] === 'number');
  if (measures.length === 0) return null;
  const column = columnsOf(measures);
  const of = (split: 'test' | 'validation') => (measure: Measure) => {
    const value = row[bothSplits(measure.name)[split]];
    return metric(typeof value === 'number' ? value : null);
  };
  return [
    column('', 'left', Number.POSITIVE_INFINITY, ({ base }) => base),
    column('test', 'right', 2, of('test')),
    column('validation', 'right', 1, of('validation')),
  ];
}
