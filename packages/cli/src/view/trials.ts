import { cellForPeople, duration, metric } from '@latentsweep/app';
import { bothSplits, METRICS, printable } from '@latentsweep/core';
import type { Sweep, Table, TrialState } from '@latentsweep/store';
import type { Style } from '../terminal/style.ts';
import type { Column } from '../terminal/table.ts';
import { shortNames, splitParameters, valuesOf } from './parameters.ts';
import { paintState } from './state.ts';

/** The other metrics worth a column, the most telling first. */
const TELLING = ['test_recall', 'test_roc_auc', 'test_log_loss', 'test_accuracy'];

export interface TrialsView {
  /** `arm=vae_mixing dropout=0`: parameters with one value in all rows that have them. Empty: none is. */
  readonly constant: string;
  readonly columns: readonly Column[];
}

/**
 * Single trials for people: which one, its parameters that vary among the rows, the sweep's metric beside its
 * validation twin, a few more. `by`: the metric that ranks them.
 */
export function trialsView(table: Table, sweep: Sweep, style: Style, by = sweep.metric): TrialsView {
  const has = (name: string) => table.columns.includes(name);
  const values = (name: string) => valuesOf(table, name);
  const { varying, constant } = splitParameters(table, sweep);
  const short = shortNames(sweep);
  const metrics = [...new Set([by, twin(by), sweep.metric, ...TELLING])].filter(has);
  const states = has('state') ? (values('state') as TrialState[]) : [];
  const shown: (Column | null)[] = [
    plain('id', 90),
    plain('number', 20),
    plain('replicate', 30),
    has('state')
      ? { ...text('state', 80), paint: (cell, row) => paintState(states[row]!, cell, style) }
      : null,
    ...varying.map((name, i) => {
      const shown = plain(name, name === 'arm' ? 79 : 70 - i);
      return shown && short.has(name) ? { ...shown, short: printable(short.get(name)!) } : shown;
    }),
    ...metrics.map((name, i) => metricColumn(name, values(name), 75 - 10 * i)),
    has('collapsed') && values('collapsed').some((v) => v !== null) ? plain('collapsed', 25) : null,
    has('duration_ms')
      ? { ...text('time', 15), align: 'right', cells: values('duration_ms').map(time) }
      : null,
    has('error') && values('error').some((v) => v !== null) ? { ...text('error', 60), shrinkTo: 20 } : null,
  ];
  return { constant, columns: shown.filter((column) => column !== null) };

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

/** The same metric of the other split. */
export function twin(name: string): string {
  if (!METRICS.includes(name)) return name;
  const { test, validation } = bothSplits(name);
  return name === test ? validation : test;
}
