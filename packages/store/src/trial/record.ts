import { CURVES, type Curves, METRICS, type Metrics } from '@latentsweep/core';
import { sql, type Transaction } from 'kysely';
import { ARRAY_COLUMNS, RESULT_COLUMNS } from '../columns.ts';
import type { TrialOutcome } from '../port.ts';
import type { Database } from '../schema.ts';
import { type LockedSweep, lockSweeps, refreshBlocks, refreshConfigs } from './derive.ts';

type Trx = Transaction<Database>;

interface Ended {
  readonly id: number;
  readonly number: number;
  readonly config_id: number;
}

/**
 * Ends trials, with their curves. A result is accepted while its trial has not ended, even from an earlier attempt
 * (it would be the same); a failure counts for the attempt that runs only. Returns the ids that this call ended;
 * `again`, after a broken connection, also those that it had ended before.
 */
export async function record(trx: Trx, given: readonly TrialOutcome[], again: boolean): Promise<number[]> {
  const outcomes = oneEach(given);
  const sweepOf = await sweepsOf(trx, outcomes);
  const sweeps = await lockSweeps(trx, [...new Set(sweepOf.values())]);
  const before = again ? await endedBefore(trx, outcomes) : [];
  const ended: Ended[] = [];
  for (const sweep of sweeps) {
    const rows = outcomes.filter(({ trialId }) => sweepOf.get(trialId) === sweep.id).map(rowOf);
    const own = await endTrials(trx, sweep, rows);
    ended.push(...own);
    await insertCurves(trx, outcomes, new Set(own.map((row) => row.id)));
    await refreshConfigs(trx, sweep, [...new Set(own.map((row) => row.config_id))]);
    await refreshBlocks(
      trx,
      sweep.id,
      own.map((row) => row.number),
    );
  }
  return [...before, ...ended.map((row) => row.id)];
}

/** One outcome a trial: a result rather than a failure. */
function oneEach(outcomes: readonly TrialOutcome[]): TrialOutcome[] {
  const failures = outcomes.filter(({ state }) => state === 'failed');
  const results = outcomes.filter(({ state }) => state !== 'failed');
  return [...new Map([...failures, ...results].map((outcome) => [outcome.trialId, outcome])).values()];
}

async function sweepsOf(trx: Trx, outcomes: readonly TrialOutcome[]): Promise<Map<number, number>> {
  const rows = await trx
    .selectFrom('trial_rows')
    .select(['id', 'sweep_id'])
    .where('id', '=', sql<number>`any(${outcomes.map(({ trialId }) => trialId)}::bigint[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row.sweep_id]));
}

const TYPED = [
  'id bigint',
  'attempt int',
  'state text',
  'error text',
  'worker text',
  'started_at timestamptz',
  'duration_ms double precision',
  ...RESULT_COLUMNS.map((column) => `${column} ${typeOf(column)}`),
].join(', ');

function typeOf(column: string): string {
  if ((ARRAY_COLUMNS as readonly string[]).includes(column)) return 'double precision[]';
  if (column === 'active_units') return 'int';
  return column === 'collapsed' ? 'boolean' : 'double precision';
}

const SET = [...RESULT_COLUMNS, 'state', 'error', 'worker', 'started_at', 'duration_ms'];

async function endTrials(
  trx: Trx,
  sweep: LockedSweep,
  rows: readonly { readonly id: number }[],
): Promise<Ended[]> {
  // The ids once more, as an array, make for a look-up by them whatever the planner knows of the table.
  const result = await sql<Ended>`
    update trial_rows t
    set finished_at = now(), claim = null, value = ${sql.ref(`x.${sweep.metric}`)},
      ${sql.join(SET.map((column) => sql`${sql.ref(column)} = ${sql.ref(`x.${column}`)}`))}
    from json_to_recordset(${JSON.stringify(rows)}::json) as x(${sql.raw(TYPED)})
    where t.id = any(${rows.map((row) => row.id)}::bigint[]) and t.id = x.id and (
      (t.state = 'running' and t.attempt = x.attempt)
      or (t.state in ('queued', 'running') and x.state in ('completed', 'diverged'))
    )
    returning t.id, t.number, t.config_id`.execute(trx);
  return result.rows;
}

async function endedBefore(trx: Trx, outcomes: readonly TrialOutcome[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select t.id
    from trial_rows t
    join json_to_recordset(${JSON.stringify(outcomes.map(rowOf))}::json) as x(${sql.raw(TYPED)})
      on t.id = x.id and t.state = x.state and t.attempt = x.attempt and t.worker = x.worker
      and t.started_at = x.started_at`.execute(trx);
  return rows.map((row) => row.id);
}

async function insertCurves(
  trx: Trx,
  outcomes: readonly TrialOutcome[],
  ended: ReadonlySet<number>,
): Promise<void> {
  const curves = outcomes.flatMap(({ trialId, curves }) =>
    curves && ended.has(trialId) ? [{ trial_id: trialId, ...arraysOf(curves) }] : [],
  );
  if (curves.length === 0) return;
  const names = sql.join(CURVES.map((name) => sql.ref(name)));
  const typed = CURVES.map((name) => `${name} text`).join(', ');
  await sql`
    insert into curves (trial_id, ${names})
    select trial_id, ${sql.join(CURVES.map((name) => sql`${sql.ref(name)}::double precision[]`))}
    from json_to_recordset(${JSON.stringify(curves)}::json) as x(trial_id bigint, ${sql.raw(typed)})
    on conflict (trial_id) do nothing`.execute(trx);
}

/** Curves as Postgres array literals: unlike JSON, they hold the NaN and the infinities of a run that diverged. */
function arraysOf(curves: Curves): Record<string, string> {
  return Object.fromEntries(CURVES.map((name) => [name, `{${curves[name].join(',')}}`]));
}

/** One outcome as a row. What is not a finite number becomes null, as JSON has it. */
function rowOf(outcome: TrialOutcome): { readonly id: number } & Record<string, unknown> {
  return {
    id: outcome.trialId,
    attempt: outcome.attempt,
    state: outcome.state,
    error: outcome.error?.replaceAll('\0', '').toWellFormed() ?? null,
    worker: outcome.worker,
    started_at: outcome.startedAt,
    duration_ms: outcome.durationMs,
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
