import { type Layout, packed } from '../measures.ts';
import type { TrialOutcome } from '../port.ts';
import { storable } from '../storable.ts';
import { hashResult } from './result-hash.ts';

/** The columns that an outcome sets as they are given, with their types. */
const SET = {
  state: 'text',
  error: 'text',
  worker: 'text',
  started_at: 'timestamptz',
  duration_ms: 'double precision',
  result_hash: 'text',
  result_version: 'text',
  scalars: 'double precision[]',
  lists: 'double precision[]',
  ends: 'int[]',
} as const;

export const OUTCOME_COLUMNS = Object.keys(SET);

/** The row type of `outcomeRow`, for json_to_recordset. */
export const OUTCOME_TYPE = [
  'id bigint',
  'attempt int',
  ...Object.entries(SET).map(([name, type]) => `${name} ${type}`),
].join(', ');

export type OutcomeRow = Readonly<Record<keyof typeof SET | 'id' | 'attempt', unknown>>;

/** One outcome as a row. What is not a finite number becomes null, as JSON has it. */
export function outcomeRow(layout: Layout, outcome: TrialOutcome): OutcomeRow {
  const measures = outcome.result.outcome === 'completed' ? outcome.result.measures : null;
  const { numbers, ends } = packed(layout.lists, measures ?? {});
  return {
    ...outcomeFacts(outcome),
    scalars: measures && withoutTail(layout.scalars.map((name) => measures[name] ?? null)),
    lists: measures && numbers,
    ends: measures && ends,
  };
}

/** What a row says of an outcome beside its measures. */
export function outcomeFacts({ trialId, attempt, result, ...outcome }: TrialOutcome) {
  const { hash, version } = result.outcome === 'failed' ? NO_HASH : hashResult(result);
  return {
    id: trialId,
    attempt,
    state: result.outcome,
    error: errorOf(result),
    worker: outcome.worker,
    started_at: outcome.startedAt,
    duration_ms: outcome.durationMs,
    result_hash: hash,
    result_version: version,
  };
}

const NO_HASH = { hash: null, version: null };

/** What arms without a VAE lack stands last: Postgres reads an array without nulls faster. */
function withoutTail(values: readonly unknown[]): readonly unknown[] {
  return values.slice(0, values.findLastIndex((value) => value !== null) + 1);
}

function errorOf(result: TrialOutcome['result']): string | null {
  switch (result.outcome) {
    case 'completed':
      return null;
    case 'diverged':
      return storable(`Epoch ${result.epoch}: ${result.reason}`);
    case 'failed':
      return storable(result.error);
    default:
      return result satisfies never;
  }
}
