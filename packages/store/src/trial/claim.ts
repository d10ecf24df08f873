import { type RawBuilder, sql } from 'kysely';
import { all, type Trx } from '../db.ts';
import { inSweep } from '../in-sweep.ts';
import type { ClaimedTrial, Owner } from '../port.ts';
import { BLOCK, refreshBlocks } from './derive.ts';
import { lockOwned } from './fence.ts';

/** A ClaimedTrial, out of `trial_rows t` and `configs c`. */
export const CLAIMED = sql.raw(
  't.id, t.sweep_id as "sweepId", c.config, c.run_hash as "runHash", t.replicate, t.seed, t.until, t.attempt, t.deaths',
);

/** When a lease ends that begins or is renewed now. */
export const leaseEnd = (leaseMs: number): RawBuilder<Date> =>
  sql`clock_timestamp() + make_interval(secs => ${leaseMs / 1000})`;

export interface Claim {
  readonly limit: number;
  readonly owner: Owner;
  readonly leaseMs: number;
  /** Who has them from now on; undefined: who is at work is noted later. */
  readonly asker: string | undefined;
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
    if (before.length > 0) return before;
  }
  if (sweep.state !== 'running') return [];
  const rows = await take(trx, sweepId, asked);
  await refreshBlocks(trx, sweepId, rows);
  return rows.map(({ number: _, ...trial }) => trial).sort((a, b) => a.id - b.id);
}

type Taken = ClaimedTrial & { readonly number: number };

function take(trx: Trx, sweepId: number, { limit, leaseMs, asker, token }: Claim): Promise<Taken[]> {
  return all<Taken>(trx)`
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
        where c.run_hash = f.run_hash and ${inSweep('c', sweepId)}
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
      lease_until = ${leaseEnd(leaseMs)}, worker = ${asker ?? null}, lease_ms = ${asker === undefined ? null : leaseMs}
    from taken c
    where t.id = any(array(select id from taken)) and t.id = c.id
    returning ${CLAIMED}, t.number`;
}

function claimedBefore(trx: Trx, sweepId: number, token: string): Promise<ClaimedTrial[]> {
  return all<ClaimedTrial>(trx)`
    select ${CLAIMED}
    from trial_rows t
    join configs c on c.id = t.config_id
    where t.sweep_id = ${sweepId} and t.state = 'running' and t.claim = ${token}
    order by t.number`;
}
