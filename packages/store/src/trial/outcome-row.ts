import type { Measured } from '@latentsweep/core';
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
} as const;

/** And those of the measures. */
const MEASURED = { scalars: 'double precision[]', lists: 'double precision[]', ends: 'int[]' } as const;
const OWN = { own: 'double precision[]' } as const;

const setOf = (measures: Readonly<Record<string, string>>) => ({
  /** All but the state. */
  columns: Object.keys({ ...SET, ...measures }).filter((column) => column !== 'state'),
  /** The row type of `outcomeRow`, for json_to_recordset. */
  type: [
    'id bigint',
    'attempt int',
    'cut boolean',
    ...Object.entries({ ...SET, ...measures }).map(([name, type]) => `${name} ${type}`),
  ].join(', '),
});

const [BY_CATALOGUE, BY_OWN_NAMES] = [setOf(MEASURED), setOf(OWN)];

/** The row type of `outcomeFacts`. */
export const FACTS_TYPE = setOf({}).type;

/** What outcomes set of their rows. */
export const setBy = ({ isOwn }: Layout) => (isOwn ? BY_OWN_NAMES : BY_CATALOGUE);

/** What a trial takes over with the result of another: one by the catalogue. */
export const TAKEN_OVER: readonly string[] = BY_CATALOGUE.columns;

/** One outcome as a row. What is not a finite number becomes null, as JSON has it. */
export function outcomeRow(layout: Layout, outcome: TrialOutcome) {
  const { result } = outcome;
  const facts = outcomeFacts(outcome);
  return layout.isOwn
    ? {
        ...facts,
        cut: outcome.cut ?? false,
        error: errorOf(result, 'Step'),
        own: scalarsOf(layout, measuresIn(result)),
      }
    : { ...facts, ...arraysOf(layout, result) };
}

/** What a result holds by the catalogue. */
export function arraysOf(layout: Layout, result: TrialOutcome['result']) {
  const measures = measuresIn(result);
  const { numbers, ends } = packed(layout.lists, measures ?? {});
  return {
    scalars: scalarsOf(layout, measures),
    lists: measures && numbers,
    ends: measures && ends,
  };
}

const measuresIn = (result: TrialOutcome['result']): Measured | null =>
  result.outcome === 'completed' ? result.measures : null;

/** What arms without a VAE lack stands last: Postgres reads an array without nulls faster. */
function scalarsOf(layout: Layout, measures: Measured | null): readonly unknown[] | null {
  if (measures === null) return null;
  // A program may call a measure as what every object has is called.
  const values = layout.scalars.map((name) => (Object.hasOwn(measures, name) ? measures[name] : null));
  return values.slice(0, values.findLastIndex((value) => value !== null && value !== undefined) + 1);
}

/** What a row says of an outcome beside its measures. */
export function outcomeFacts({ trialId, attempt, result, ...outcome }: TrialOutcome) {
  const { hash, version } = result.outcome === 'failed' ? NO_HASH : hashResult(result);
  return {
    id: trialId,
    attempt,
    state: result.outcome,
    error: errorOf(result, 'Epoch'),
    worker: outcome.worker,
    started_at: outcome.startedAt,
    duration_ms: outcome.durationMs,
    result_hash: hash,
    result_version: version,
  };
}

const NO_HASH = { hash: null, version: null };

/** `place`: what the trials of the sweep count. */
export function errorOf(result: TrialOutcome['result'], place: 'Epoch' | 'Step'): string | null {
  switch (result.outcome) {
    case 'completed':
      return null;
    case 'diverged':
      return storable(`${place} ${result.epoch}: ${result.reason}`);
    case 'failed':
      return storable(result.error);
    default:
      return result satisfies never;
  }
}
