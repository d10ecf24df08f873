import { METRICS, type Metrics } from '@latentsweep/core';
import { ARRAY_COLUMNS, RESULT_COLUMNS } from '../columns.ts';
import type { TrialOutcome } from '../port.ts';

export interface OutcomeRow extends Record<string, unknown> {
  readonly id: number;
}

/** The columns that an outcome sets, but for what follows from them. */
export const OUTCOME_COLUMNS = [
  ...RESULT_COLUMNS,
  'state',
  'error',
  'worker',
  'started_at',
  'duration_ms',
  'result_hash',
];

/** The row type of `outcomeRow`, for json_to_recordset. */
export const OUTCOME_TYPE = [
  'id bigint',
  'attempt int',
  'state text',
  'error text',
  'worker text',
  'started_at timestamptz',
  'duration_ms double precision',
  'result_hash text',
  ...RESULT_COLUMNS.map((column) => `${column} ${typeOf(column)}`),
].join(', ');

function typeOf(column: string): string {
  if ((ARRAY_COLUMNS as readonly string[]).includes(column)) return 'double precision[]';
  if (column === 'active_units') return 'int';
  return column === 'collapsed' ? 'boolean' : 'double precision';
}

/** One outcome as a row. What is not a finite number becomes null, as JSON has it. */
export function outcomeRow(outcome: TrialOutcome): OutcomeRow {
  return {
    id: outcome.trialId,
    attempt: outcome.attempt,
    state: outcome.state,
    error: outcome.error?.replaceAll('\0', '').toWellFormed() ?? null,
    worker: outcome.worker,
    started_at: outcome.startedAt,
    duration_ms: outcome.durationMs,
    result_hash: outcome.resultHash,
    ...splitColumns('test', outcome.test),
    ...splitColumns('val', outcome.validation),
    ...outcome.collapse,
  };
}

function splitColumns(split: 'test' | 'val', metrics: Metrics | null): Record<string, unknown> {
  if (!metrics) return {};
  return Object.fromEntries([
    ...METRICS.map((metric) => [`${split}_${metric}`, metrics[metric]]),
    [`${split}_class_recall`, metrics.class_recall],
    [`${split}_confusion`, metrics.confusion],
  ]);
}
