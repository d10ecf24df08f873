import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db.ts';
import type { BestConfig } from '../port.ts';

/**
 * A sweep's config with the best mean among those that have all their replicates; where none has, among all, so that
 * n must be said with it. One lucky replicate is no best config. Both are read from the index by score.
 */
export async function bestConfig(db: Db, sweepId: number): Promise<BestConfig | null> {
  const { rows } = await sql<BestConfig>`
    select best.* from sweep_rows s, ${bestOf(sql`s`)} best where s.id = ${sweepId}`.execute(db);
  return rows[0] ?? null;
}

/** For a `lateral` join: value, n and config of the best one of the sweep in row `s`. */
export function bestOf(s: RawBuilder<unknown>): RawBuilder<unknown> {
  const first = (condition: RawBuilder<unknown>) => sql`
    select c.means[1] as value, c.ns[1] as n, c.config
    from configs c
    where c.sweep_id = ${s}.id and c.score is not null and ${condition}
    order by c.score desc nulls last
    limit 1`;
  return sql`lateral (
    select one.value, one.n, one.config from (
      select 1 as choice, whole.* from (${first(sql`c.ns[1] >= ${s}.replicates`)}) whole
      union all
      select 2 as choice, part.* from (${first(sql`true`)}) part
    ) one
    order by choice
    limit 1
  )`;
}
