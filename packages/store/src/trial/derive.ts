/**
 * What is derived from trial_rows: the tallies of blocks and the aggregates of configs. Both are computed afresh
 * from the rows, in the transaction that changed them, by one that holds the sweep's lock: a sum that two writers
 * compute at once would miss the other's rows.
 */

import { type RawBuilder, sql } from 'kysely';
import { assigned, refs, type Trx } from '../db.ts';
import { type Layout, OBJECTIVE } from '../measures.ts';
import { layoutOf } from '../own/layout.ts';
import type { LockedSweep } from './fence.ts';
import { TRIAL_STATES } from './states.ts';
import { violationOf } from './violation.ts';

/** Numbers n with n / BLOCK = b, rounded down, are block b. */
export const BLOCK = 500;

/**
 * For a lateral join: the trials of a sweep that lie in the block of row `b`. Block by block (offset 0), they are found by
 * their numbers: else all of the sweep may be read for them.
 */
export const trialsOfBlock = (sweepId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select t.*
  from trial_rows t
  where t.sweep_id = ${sweepId} and t.number >= b.block * ${sql.lit(BLOCK)} and t.number < (b.block + 1) * ${sql.lit(BLOCK)}
  offset 0`;

/** What is counted in each block. */
export const TALLIES = [...TRIAL_STATES, 'reused'];

/** A trial as what is derived from it is found. */
export interface TrialRow {
  readonly id: number;
  readonly number: number;
  readonly config_id: number;
}

/** Tallies the blocks that hold these trials. */
export async function refreshBlocks(
  trx: Trx,
  sweepId: number,
  trials: readonly Pick<TrialRow, 'number'>[],
): Promise<void> {
  const blocks = [...new Set(trials.map(({ number }) => Math.floor(number / BLOCK)))];
  if (blocks.length > 0) await tally(trx, sweepId, sql`select unnest(${blocks}::int[]) as block`);
}

export async function refreshAllBlocks(trx: Trx, sweepId: number): Promise<void> {
  await tally(trx, sweepId, sql`select block from trial_blocks where sweep_id = ${sweepId}`);
}

async function tally(trx: Trx, sweepId: number, blocks: RawBuilder<unknown>): Promise<void> {
  const count = (state: string) => sql`count(*) filter (where t.state = ${sql.lit(state)})`;
  await sql`
    insert into trial_blocks (sweep_id, block, ${refs(TALLIES)})
    select ${sweepId}::int, b.block, ${sql.join(TRIAL_STATES.map(count))}, count(t.reused_from)
    from (${blocks}) b
    cross join lateral (${trialsOfBlock(sql`${sweepId}::int`)}) t
    group by b.block
    on conflict (sweep_id, block) do update
    set ${assigned(TALLIES, 'excluded')}`.execute(trx);
}

/**
 * What `configs c` are ranked by: nothing of one that a race dropped, whose mean is that of few replicates, which may be easier or
 * harder than the others, and nothing of one that breaks a constraint.
 */
export const ranking = (score: RawBuilder<unknown>, violation = sql`c.violation`): RawBuilder<unknown> =>
  sql`case when c.pruned_at is null and coalesce(${violation}, 0) = 0 then ${score} end`;

/**
 * Aggregates the configs of these trials over all that they have, in the order of the replicates: the same rows give the
 * same bits.
 */
export async function refreshConfigs(
  trx: Trx,
  catalogue: Layout,
  sweep: LockedSweep,
  trials: readonly Pick<TrialRow, 'config_id'>[],
): Promise<void> {
  if (trials.length === 0) return;
  const layout = layoutOf(catalogue, sweep);
  const configIds = [...new Set(trials.map(({ config_id }) => config_id))];
  const { test, validation } = layout.splits(sweep.metric);
  const validated = sql`t.${layout.scalar(validation)}`;
  const others = (sweep.metrics ?? []).slice(1).map(({ name }) => {
    return sql`t.${layout.scalar(layout.splits(name).validation)}`;
  });
  const ofOthers = (figure: (value: RawBuilder<unknown>) => RawBuilder<unknown>) =>
    others.length === 0 ? sql`null` : sql`array[${sql.join(others.map(figure))}]`;
  const score = ranking(sweep.goal === 'maximize' ? sql`a.mean` : sql`-a.mean`, sql`a.violation`);
  await sql`
    update configs c
    set violation = a.violation, ns = array[a.n], means = array[a.mean], sds = array[a.sd], score = ${score}, test_mean = a.test_mean,
      val_mean = a.val_mean, val_sd = a.val_sd, val_n = a.val_n,
      other_means = a.other_means, other_sds = a.other_sds, other_ns = a.other_ns, collapsed_share = a.collapsed_share,
      n_undefined = a.n_undefined, n_diverged = a.n_diverged, n_failed = a.n_failed
    from (
      select
        t.config_id,
        count(t.${OBJECTIVE}) as n,
        avg(t.${OBJECTIVE} order by t.replicate) as mean,
        stddev_samp(t.${OBJECTIVE} order by t.replicate) as sd,
        avg(t.${layout.scalar(test)} order by t.replicate) as test_mean,
        avg(${validated} order by t.replicate) as val_mean,
        stddev_samp(${validated} order by t.replicate) as val_sd,
        count(${validated}) as val_n,
        ${ofOthers((value) => sql`avg(${value} order by t.replicate)`)}::double precision[] as other_means,
        ${ofOthers((value) => sql`stddev_samp(${value} order by t.replicate)`)}::double precision[] as other_sds,
        ${ofOthers((value) => sql`count(${value})`)}::integer[] as other_ns,
        avg(t.${layout.scalar('collapsed')}) as collapsed_share,
        ${violationOf(layout, sweep.constraints)} as violation,
        count(*) filter (where t.state = 'completed' and t.${OBJECTIVE} is null) as n_undefined,
        count(*) filter (where t.state = 'diverged') as n_diverged,
        count(*) filter (where t.state in ('failed', 'quarantined')) as n_failed
      from trial_rows t
      -- What waits has the figures of fewer epochs than its config's.
      where t.config_id = any(${configIds}::bigint[]) and t.state <> 'waiting'
      group by t.config_id
    ) a
    where c.id = a.config_id`.execute(trx);
}
