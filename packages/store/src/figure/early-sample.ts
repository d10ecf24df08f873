import { type RawBuilder, sql } from 'kysely';
import { MOST } from './most.ts';

/** Of so many times as many configs as are enough a condition is asked before it is asked of all. */
export const EARLY = 4;

/**
 * `admitted`, `probed` and `early`, for a `with`: all of `from`; the first ones of `some` of it; and the first ones of it
 * all, by hash. Where those that were probed are not enough, all are read, one after the other (offset 0): by the index of
 * hashes that would take many times as long.
 */
export const earlySample = (from: RawBuilder<unknown>, some: RawBuilder<unknown>, enough: number) => sql`
  admitted as not materialized (select * from ${from}),
  probed as materialized (select * from ${some} order by config_hash limit ${sql.lit(enough)}),
  early as materialized (
    select * from probed where (select count(*) from probed) = ${sql.lit(enough)}
    union all
    select *
    from (
      select *
      from (select * from admitted where (select count(*) from probed) < ${sql.lit(enough)} offset 0) found
      order by config_hash
      limit ${sql.lit(enough)}
    ) others
  )`;

/**
 * How many of a sweep's configs a condition admits, `of`: counted where that is quick, or, `estimated`, as many among all as
 * among those up to the last one that was found.
 */
export const earlyOf = (own: RawBuilder<unknown>, enough: number) => sql`
  select
    case
      when a.found < ${sql.lit(enough)} then a.found
      when b.total <= ${sql.lit(MOST.exact)} then (select count(*) from admitted)
      else round(1.0 * a.found * b.total / b.passed)
    end as of,
    a.found = ${sql.lit(enough)} and b.total > ${sql.lit(MOST.exact)} as estimated
  from (select count(*) as found, max(config_hash) as last from early) a
  cross join lateral (
    select count(*) as total, count(*) filter (where c.config_hash <= a.last) as passed from (${own}) c
  ) b`;
