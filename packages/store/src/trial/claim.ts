import type { Config } from '@latentsweep/core';
import { sql, type Transaction } from 'kysely';
import type { ClaimedTrial } from '../port.ts';
import type { Database } from '../schema.ts';
import { BLOCK, lockSweeps, refreshBlocks } from './derive.ts';

type Trx = Transaction<Database>;

interface ClaimedRow {
  readonly id: number;
  readonly number: number;
  readonly config: Config;
  readonly run_hash: string;
  readonly replicate: number;
  readonly seed: string;
  readonly attempt: number;
}

/**
 * Takes about `limit` queued trials in the order of their number: the first ones, and with each all that the same
 * training run serves. `token` marks them: asked `again` with the same one, the answer is what was taken before.
 * Two that claim at once take turns by the sweep's lock.
 */
export async function claim(
  trx: Trx,
  sweepId: number,
  limit: number,
  token: string,
  again: boolean,
): Promise<ClaimedTrial[]> {
  const [sweep] = await lockSweeps(trx, [sweepId]);
  if (again) {
    const before = await claimedBefore(trx, sweepId, token);
    if (before.length > 0) return before.map((row) => claimedOf(sweepId, row));
  }
  if (sweep?.state !== 'running') return [];
  const rows = await take(trx, sweepId, limit, token);
  await refreshBlocks(
    trx,
    sweepId,
    rows.map((row) => row.number),
  );
  return rows.map((row) => claimedOf(sweepId, row)).sort((a, b) => a.id - b.id);
}

async function take(trx: Trx, sweepId: number, limit: number, token: string): Promise<ClaimedRow[]> {
  const { rows } = await sql<ClaimedRow>`
    with open_blocks as (
      select block, sum(queued) over (order by block) as queued_so_far
      from trial_blocks
      where sweep_id = ${sweepId} and queued > 0
    ),
    -- The numbers in which the next trials lie.
    span as (
      select
        min(block) * ${sql.lit(BLOCK)} as low,
        coalesce(min(block) filter (where queued_so_far >= ${limit}), max(block)) * ${sql.lit(BLOCK)} + ${sql.lit(BLOCK)} as high
      from open_blocks
    ),
    first_ones as materialized (
      select c.run_hash, t.replicate
      from trial_rows t
      join configs c on c.id = t.config_id
      where t.sweep_id = ${sweepId} and t.state = 'queued'
        and t.number >= (select low from span) and t.number < (select high from span)
      order by t.number
      limit ${limit}
    )
    update trial_rows t
    set state = 'running', attempt = t.attempt + 1, claim = ${token}, started_at = now()
    from configs c
    where c.id = t.config_id and t.state = 'queued'
      -- As arrays, they are looked up by index whatever the planner knows of the tables.
      and t.config_id = any(array(
        select c.id
        from configs c
        where c.sweep_id = ${sweepId} and c.run_hash = any(array(select run_hash from first_ones))
      ))
      and (c.run_hash, t.replicate) in (select run_hash, replicate from first_ones)
    returning t.id, t.number, c.config, c.run_hash, t.replicate, t.seed, t.attempt`.execute(trx);
  return rows;
}

async function claimedBefore(trx: Trx, sweepId: number, token: string): Promise<ClaimedRow[]> {
  const { rows } = await sql<ClaimedRow>`
    select t.id, t.number, c.config, c.run_hash, t.replicate, t.seed, t.attempt
    from trial_rows t
    join configs c on c.id = t.config_id
    where t.sweep_id = ${sweepId} and t.state = 'running' and t.claim = ${token}
    order by t.number`.execute(trx);
  return rows;
}

function claimedOf(sweepId: number, row: ClaimedRow): ClaimedTrial {
  return {
    id: row.id,
    sweepId,
    config: row.config,
    runHash: row.run_hash,
    replicate: row.replicate,
    seed: row.seed,
    attempt: row.attempt,
  };
}

/** Puts running trials back in the queue; in a cancelled sweep they end with it. Returns how many it moved. */
export async function requeue(trx: Trx, sweepId: number, trialIds?: readonly number[]): Promise<number> {
  const [sweep] = await lockSweeps(trx, [sweepId]);
  const cancelled = sweep?.state === 'cancelled';
  const { rows } = await sql<{ number: number }>`
    update trial_rows
    set state = ${cancelled ? 'cancelled' : 'queued'}, claim = null, started_at = null,
      finished_at = ${cancelled ? sql`now()` : sql`null`}
    where sweep_id = ${sweepId} and state = 'running'
      and ${trialIds ? sql`id = any(${[...trialIds]}::bigint[])` : sql`true`}
    returning number`.execute(trx);
  await refreshBlocks(
    trx,
    sweepId,
    rows.map((row) => row.number),
  );
  return rows.length;
}
