import { type Config, METRICS } from '@latentsweep/core';
import { cellForPeople } from '../format/cell.ts';
import { parameterText } from '../format/config.ts';
import { duration } from '../format/duration.ts';
import { metric } from '../format/number.ts';
import type { Style } from '../format/style.ts';
import { type Column, renderTable } from '../format/table.ts';
import { printable } from '../format/text.ts';
import { factLines } from './facts.ts';

export type TrialRow = Readonly<Record<string, unknown>>;

const METRIC_COLUMNS = new Set(METRICS.flatMap((name) => [`test_${name}`, `val_${name}`]));

/** Everything of one trial but its curves: facts, config, metrics of both splits. */
export function trialLines(row: TrialRow, width: number, style: Style): string[] {
  const config = (row['config'] ?? {}) as Config;
  const lines = factLines(facts(row), width, style);
  const parameters = Object.entries(config).map(([name, value]) => [name, parameterText(value)] as const);
  lines.push('', style.bold('config'), ...factLines(parameters, width, style));
  const metrics = metricColumns(row);
  if (metrics) lines.push('', style.bold('metrics'), ...renderTable(metrics, width, style).lines);
  return lines;
}

/** All columns of the row that are not shown elsewhere, in the row's order. */
function facts(row: TrialRow): (readonly [string, string | null])[] {
  return Object.entries(row)
    .filter(([name, value]) => name !== 'config' && !METRIC_COLUMNS.has(name) && value !== null)
    .map(([name, value]) => [label(name), factText(name, value)] as const);
}

function factText(name: string, value: unknown): string {
  if (name === 'duration_ms') return duration(Number(value) / 1000);
  return typeof value === 'string' ? printable(value) : cellForPeople(value);
}

const label = (name: string) => name.replace(/_ms$/, '').replaceAll('_', ' ');

/** Test beside validation, or null where the trial has no metrics. */
function metricColumns(row: TrialRow): Column[] | null {
  const names = METRICS.filter((name) => typeof row[`test_${name}`] === 'number');
  if (names.length === 0) return null;
  const values = (split: 'test' | 'val') =>
    names.map((name) => {
      const value = row[`${split}_${name}`];
      return metric(typeof value === 'number' ? value : null);
    });
  return [
    { header: '', align: 'left', cells: names, importance: Number.POSITIVE_INFINITY },
    { header: 'test', align: 'right', cells: values('test'), importance: 2 },
    { header: 'validation', align: 'right', cells: values('val'), importance: 1 },
  ];
}
