/**
 * What is derived from trial_rows: the tallies of blocks and the aggregates of configs. Both are computed afresh
 * from the rows, in the transaction that changed them, by one that holds the sweep's lock: a sum that two writers
 * compute at once would miss the other's rows.
 */

import { bothSplits } from '@latentsweep/core';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { type Layout, OBJECTIVE } from '../measures.ts';
import type { Database } from '../schema.ts';
import type { LockedSweep } from './fence.ts';
import { TRIAL_STATES } from './states.ts';

type Trx = Transaction<Database>;

/** Numbers n with n / BLOCK = b, rounded down, are block b. */
export const BLOCK = 500;

/** Tallies the blocks that hold these trial numbers. */
export async function refreshBlocks(trx: Trx, sweepId: number, numbers: readonly number[]): Promise<void> {
  const blocks = [...new Set(numbers.map((number) => Math.floor(number / BLOCK)))];
  if (blocks.length > 0) await tally(trx, sweepId, sql`select unnest(${blocks}::int[]) as block`);
}

export async function refreshAllBlocks(trx: Trx, sweepId: number): Promise<void> {
  await tally(trx, sweepId, sql`select block from trial_blocks where sweep_id = ${sweepId}`);
}

async function tally(trx: Trx, sweepId: number, blocks: RawBuilder<unknown>): Promise<void> {
  const count = (state: string) => sql`count(*) filter (where t.state = ${sql.lit(state)})`;
  const all = [...TRIAL_STATES, 'reused'];
  await sql`
    insert into trial_blocks (sweep_id, block, ${sql.join(all.map((name) => sql.ref(name)))})
    select ${sweepId}::int, b.block, ${sql.join(TRIAL_STATES.map(count))}, count(t.reused_from)
    from (${blocks}) b
    join trial_rows t
      on t.sweep_id = ${sweepId}::int
      and t.number >= b.block * ${sql.lit(BLOCK)} and t.number < (b.block + 1) * ${sql.lit(BLOCK)}
    group by b.block
    on conflict (sweep_id, block) do update
    set ${sql.join(all.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))}`.execute(trx);
}

/** Aggregates configs over their trials, in the order of the replicates: the same rows give the same bits. */
export async function refreshConfigs(
  trx: Trx,
  layout: Layout,
  sweep: LockedSweep,
  configIds: readonly number[],
): Promise<void> {
  if (configIds.length === 0) return;
  const { test, validation } = bothSplits(sweep.metric);
  const sign = sweep.goal === 'maximize' ? sql`mean` : sql`-mean`;
  await sql`
    update configs c
    set ns = array[a.n], means = array[a.mean], sds = array[a.sd], score = a.score, test_mean = a.test_mean, val_mean = a.val_mean,
      collapsed_share = a.collapsed_share, n_undefined = a.n_undefined, n_diverged = a.n_diverged,
      n_failed = a.n_failed
    from (
      select *, ${sign} as score
      from (
        select
          t.config_id,
          count(t.${OBJECTIVE}) as n,
          avg(t.${OBJECTIVE} order by t.replicate) as mean,
          stddev_samp(t.${OBJECTIVE} order by t.replicate) as sd,
          avg(t.${layout.scalar(test)} order by t.replicate) as test_mean,
          avg(t.${layout.scalar(validation)} order by t.replicate) as val_mean,
          avg(t.${layout.scalar('collapsed')}) as collapsed_share,
          count(*) filter (where t.state = 'completed' and t.${OBJECTIVE} is null) as n_undefined,
          count(*) filter (where t.state = 'diverged') as n_diverged,
          count(*) filter (where t.state in ('failed', 'quarantined')) as n_failed
        from trial_rows t
        where t.config_id = any(${[...configIds]}::bigint[])
        group by t.config_id
      ) means
    ) a
    where c.id = a.config_id`.execute(trx);
}
