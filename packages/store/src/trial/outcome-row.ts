import { measureNamed } from '@latentsweep/core';
import { RESULT_COLUMNS } from '../columns.ts';
import type { TrialOutcome } from '../port.ts';
import { hashResult } from './result-hash.ts';

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
  const { shape, type } = measureNamed.get(column)!;
  const sqlType = type === 'number' ? 'double precision' : type;
  return shape === 'scalar' ? sqlType : `${sqlType}[]`;
}

/** One outcome as a row. What is not a finite number becomes null, as JSON has it. */
export function outcomeRow({ trialId, attempt, result, ...outcome }: TrialOutcome): OutcomeRow {
  return {
    id: trialId,
    attempt,
    state: result.outcome,
    error: errorOf(result)?.replaceAll('\0', '').toWellFormed() ?? null,
    worker: outcome.worker,
    started_at: outcome.startedAt,
    duration_ms: outcome.durationMs,
    result_hash: result.outcome === 'failed' ? null : hashResult(result),
    ...(result.outcome === 'completed' ? result.measures : {}),
  };
}

function errorOf(result: TrialOutcome['result']): string | null {
  switch (result.outcome) {
    case 'completed':
      return null;
    case 'diverged':
      return `Epoch ${result.epoch}: ${result.reason}`;
    case 'failed':
      return result.error;
    default:
      return result satisfies never;
  }
}
