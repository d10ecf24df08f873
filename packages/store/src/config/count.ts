import { sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import { MOST } from '../figure/most.ts';
import type { Layout } from '../measures.ts';
import { candidates } from '../rank/candidates.ts';
import { readsTrials } from '../rank/reads-trials.ts';
import { userQuery } from '../rank/user-query.ts';

/** How many a leaderboard would show, were it whole. Where that takes reading trials, only of so many as are read at once. */
export const countConfigs: Method<'countConfigs', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options,
) => {
  const { by = sweep.metric } = options;
  const { condition, admitted } = candidates(layout, sweep, { ...options, limit: 0 });
  // Whether there is a value of another metric, the trials alone know.
  const reads = by !== sweep.metric || readsTrials(layout, sweep, condition, by);
  const places = sql`(select coalesce(max(t.number), 0) from trial_rows t where t.sweep_id = ${sql.lit(sweep.id)})`;
  const query = sql`
    select case when ${reads ? sql`${places} <= ${sql.lit(MOST.trials)}` : sql`true`} then (
      select count(*) from (${admitted}) c where c.score is not null
    ) end`;
  const { rows } = await userQuery(connection, condition, query);
  return rows[0]![0] as number | null;
};
