import { sql } from 'kysely';
import { all, type Db, first, type Method, type Trx } from '../db.ts';
import type { GivenTrial } from '../port.ts';

export const givenTrial: Method<'givenTrial'> = async (db, trialId) => (await readGiven(db, trialId)) ?? null;

const readGiven = (db: Db, trialId: number) => first<GivenTrial>(db)`
  select t.id, t.sweep_id as "sweepId", s.state as "sweepState", t.state, t.attempt, t.error,
    t.started_at as "startedAt"
  from trial_rows t
  join sweep_rows s on s.id = t.sweep_id
  where t.id = ${trialId}`;

/** The trial's row is locked first: two reports of it take turns. */
export const keepReport: Method<'keepReport', [Trx]> = async (
  trx,
  { trialId, attempt },
  { step, values },
  most,
) => {
  const { rows: open } = await sql`
    update trial_rows
    set lease_until = case
      when state = 'running' then greatest(lease_until, clock_timestamp() + make_interval(secs => coalesce(lease_ms, 0) / 1000))
    end
    where id = ${trialId} and attempt = ${attempt} and state in ('running', 'queued')
    returning id`.execute(trx);
  const trial = (await readGiven(trx, trialId)) ?? null;
  if (open.length === 0) return { trial, kept: null };
  const [names, numbers] = [[...values.keys()], [...values.values()]];
  const last = await first<{ place: number }>(trx)`
    select max(place) as place from trial_reports where trial_id = ${trialId} and attempt = ${attempt}`;
  const kept = last?.place ?? 0;
  const same = await first(trx)`
    select from trial_reports
    where trial_id = ${trialId} and attempt = ${attempt} and place = ${kept}
      and step = ${step}::float8 and names = ${names}::text[] and numbers = ${numbers}::float8[]`;
  if (same) return { trial, kept };
  if (kept >= most) return { trial, kept: null };
  await sql`delete from trial_reports where trial_id = ${trialId} and attempt < ${attempt}`.execute(trx);
  await sql`
    insert into trial_reports (trial_id, attempt, place, step, names, numbers)
    values (${trialId}, ${attempt}, ${kept + 1}, ${step}, ${names}::text[], ${numbers}::float8[])`.execute(
    trx,
  );
  return { trial, kept: kept + 1 };
};

export const keptReports: Method<'keptReports'> = async (db, trialId, attempt) => {
  const rows = await all<{ step: number; names: string[]; numbers: number[] }>(db)`
    select step, names, numbers
    from trial_reports
    where trial_id = ${trialId} and attempt = ${attempt}
    order by place`;
  return rows.map(({ step, names, numbers }) => ({
    step,
    values: new Map(names.map((name, i) => [name, numbers[i]!])),
  }));
};

/** Of trials that have ended. */
export async function dropReports(trx: Trx, trialIds: readonly number[]): Promise<void> {
  if (trialIds.length === 0) return;
  await sql`delete from trial_reports where trial_id = any(${trialIds}::bigint[])`.execute(trx);
}
