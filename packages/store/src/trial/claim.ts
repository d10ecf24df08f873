import type { Values } from '@latentsweep/core';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { ClaimedTrial, Owner } from '../port.ts';
import type { Database } from '../schema.ts';
import { BLOCK, refreshBlocks } from './derive.ts';
import { lockOwned } from './fence.ts';

type Trx = Transaction<Database>;

export interface ClaimedRow {
  readonly id: number;
  readonly number: number;
  readonly config: Values;
  readonly run_hash: string;
  readonly replicate: number;
  readonly seed: string;
  readonly attempt: number;
  readonly deaths: number;
}

/** Of `trial_rows t` and `configs c`. */
export const CLAIMED = sql.raw(
  't.id, t.number, c.config, c.run_hash, t.replicate, t.seed, t.attempt, t.deaths',
);

/** When a lease ends that begins or is renewed now. */
export const leaseEnd = (leaseMs: number): RawBuilder<Date> =>
  sql`clock_timestamp() + make_interval(secs => ${leaseMs / 1000})`;

export interface Claim {
  readonly limit: number;
  readonly owner: Owner;
  readonly leaseMs: number;
  /** Marks what is taken. */
  readonly token: string;
}

/**
 * Takes about `limit` queued trials in the order of their number: the first ones, and with each all that the same
 * training run serves. Asked `again` with the same token, the answer is what was taken before. Two that claim at once
 * take turns by the sweep's lock.
 */
export async function claim(
  trx: Trx,
  sweepId: number,
  asked: Claim,
  again: boolean,
): Promise<ClaimedTrial[]> {
  const sweep = await lockOwned(trx, sweepId, asked.owner);
  if (again) {
    const before = await claimedBefore(trx, sweepId, asked.token);
    if (before.length > 0) return before.map((row) => claimedOf(sweepId, row));
  }
  if (sweep.state !== 'running') return [];
  const rows = await take(trx, sweepId, asked);
  await refreshBlocks(
    trx,
    sweepId,
    rows.map((row) => row.number),
  );
  return rows.map((row) => claimedOf(sweepId, row)).sort((a, b) => a.id - b.id);
}

async function take(trx: Trx, sweepId: number, { limit, leaseMs, token }: Claim): Promise<ClaimedRow[]> {
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
    ),
    -- Row by row, they are looked up by index whatever the planner knows of the tables.
    taken as materialized (
      select t.id, c.config, c.run_hash
      from (select distinct run_hash, replicate from first_ones) f
      cross join lateral (
        select c.id, c.config, c.run_hash
        from configs c
        where c.sweep_id = ${sweepId} and c.run_hash = f.run_hash
        offset 0
      ) c
      cross join lateral (
        select t.id
        from trial_rows t
        where t.config_id = c.id and t.replicate = f.replicate and t.state = 'queued'
        offset 0
      ) t
    )
    update trial_rows t
    set state = 'running', attempt = t.attempt + 1, claim = ${token}, started_at = now(),
      lease_until = ${leaseEnd(leaseMs)}
    from taken c
    where t.id = any(array(select id from taken)) and t.id = c.id
    returning ${CLAIMED}`.execute(trx);
  return rows;
}

async function claimedBefore(trx: Trx, sweepId: number, token: string): Promise<ClaimedRow[]> {
  const { rows } = await sql<ClaimedRow>`
    select ${CLAIMED}
    from trial_rows t
    join configs c on c.id = t.config_id
    where t.sweep_id = ${sweepId} and t.state = 'running' and t.claim = ${token}
    order by t.number`.execute(trx);
  return rows;
}

export function claimedOf(sweepId: number, row: ClaimedRow): ClaimedTrial {
  return {
    id: row.id,
    sweepId,
    config: row.config,
    runHash: row.run_hash,
    replicate: row.replicate,
    seed: row.seed,
    attempt: row.attempt,
    deaths: row.deaths,
  };
}
