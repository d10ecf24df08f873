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
  const has = (name: string) => table.columns.includes(name);
  const values = (name: string) => valuesOf(table, name);
  const states = has('state') ? (values('state') as TrialState[]) : [];
  const shown: (Column | null)[] = [
    plain('id', 90),
    plain('number', 20),
    plain('replicate', 30),
    has('state')
      ? { ...text('state', 80), paint: (cell, row) => paintState(states[row]!, cell, style) }
      : null,
    ...varying.map(({ name, short }, i) => {
      const shown = plain(name, name === 'arm' ? 79 : 70 - i);
      return shown && short !== undefined ? { ...shown, short: printable(short) } : shown;
    }),
    ...metrics.map((name, i) => metricColumn(name, values(name), 75 - 10 * i)),
    has('collapsed') && values('collapsed').some((v) => v !== null) ? plain('collapsed', 25) : null,
    has('duration_ms')
      ? { ...text('time', 15), align: 'right', cells: values('duration_ms').map(time) }
      : null,
    has('error') && values('error').some((v) => v !== null) ? { ...text('error', 60), shrinkTo: 20 } : null,
  ];
  return shown.filter((column) => column !== null);

  function plain(name: string, importance: number): Column | null {
    if (!has(name)) return null;
    const numeric = values(name).every((v) => v === null || typeof v === 'number');
    return { ...text(name, importance), align: numeric ? 'right' : 'left' };
  }
  function text(name: string, importance: number): Column {
    const cells = has(name) ? values(name).map((v) => (v === null ? '' : cellForPeople(v))) : [];
    return { header: printable(name), align: 'left', cells, importance };
  }
}

function metricColumn(name: string, values: readonly unknown[], importance: number): Column {
  const cells = values.map((v) => (typeof v === 'number' ? metric(v) : ''));
  return { header: name, align: 'right', cells, importance };
}

const time = (ms: unknown) => (ms === null || ms === undefined ? '' : duration(Number(ms) / 1000));
