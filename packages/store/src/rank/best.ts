import { type RawBuilder, sql } from 'kysely';
import { first, type Method } from '../db.ts';
import type { BestConfig } from '../port.ts';

const byScore = (condition: RawBuilder<unknown>) => sql`
  select c.means[1] as value, c.ns[1] as n, c.config_hash as hash, c.config
  from configs c
  where c.sweep_id = s.id and c.score is not null and ${condition}
  order by c.score desc nulls last
  limit 1`;

/**
 * For a join with `sweep_rows s`: value, n, hash and config of the sweep's config with the best mean among those that have all
 * their replicates; where none has, among all, so that n must be said with it. One lucky replicate is no best config.
 * Both are read from the index by score.
 */
export const BEST = sql`lateral (
  select one.value, one.n, one.hash, one.config from (
    select 1 as choice, whole.* from (${byScore(sql`c.ns[1] >= s.replicates`)}) whole
    union all
    select 2 as choice, part.* from (${byScore(sql`true`)}) part
  ) one
  order by choice
  limit 1
)`;

export const bestConfig: Method<'bestConfig'> = async (db, sweepId) => {
  const best = await first<BestConfig>(db)`
    select best.* from sweep_rows s, ${BEST} best where s.id = ${sweepId}`;
  return best ?? null;
};
