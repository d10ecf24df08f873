import { cellForPeople, duration, metric, type ShownTrials, valuesOf } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { TrialState } from '@latentsweep/store';
import type { Style } from '../terminal/style.ts';
import type { Column } from '../terminal/table.ts';
import { paintState } from './state.ts';

/**
 * Single trials as columns of text: which one, its parameters that vary among the rows, the metric that ranks beside
 * its twin, a few more.
 */
export function trialColumns({ table, varying, metrics }: ShownTrials, style: Style): Column[] {
  const values = (name: string) => valuesOf(table, name);
  const states = values('state') as TrialState[];
  const paint = (cell: string, row: number) => paintState(states[row]!, cell, style);
  const isUsed = (name: string) => values(name).some((value) => value !== null);
  /** None where the table has none of that name. */
  const column = (name: string, importance: number, more: Partial<Column> = {}): Column[] => {
    if (!table.columns.includes(name)) return [];
    const numeric = values(name).every((value) => value === null || typeof value === 'number');
    const cells = values(name).map((value) => (value === null ? '' : cellForPeople(value)));
    return [{ header: printable(name), align: numeric ? 'right' : 'left', cells, importance, ...more }];
  };
  return [
    ...column('id', 90),
    ...column('number', 20),
    ...column('replicate', 30),
    ...column('state', 80, { paint }),
    ...varying.flatMap(({ name, short }, i) =>
      column(name, name === 'arm' ? 79 : 70 - i, short === undefined ? {} : { short: printable(short) }),
    ),
    ...metrics.flatMap((name, i) =>
      column(name, 75 - 10 * i, { align: 'right', cells: values(name).map(metricText) }),
    ),
    ...(isUsed('collapsed') ? column('collapsed', 25) : []),
    ...column('duration_ms', 15, {
      ...{ header: 'time', align: 'right', cells: values('duration_ms').map(time) },
    }),
    ...(isUsed('error') ? column('error', 60, { shrinkTo: 20 }) : []),
  ];
}

const metricText = (value: unknown) => (typeof value === 'number' ? metric(value) : '');
const time = (ms: unknown) => (ms === null ? '' : duration(Number(ms) / 1000));
