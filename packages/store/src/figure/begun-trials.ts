import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { BegunTrial, BegunTrials, RankingOptions, Sweep } from '../port.ts';
import { candidates, whole } from '../rank/candidates.ts';
import { CONFIG_FIGURES } from '../rank/config-figures.ts';
import { userQuery } from '../rank/user-query.ts';

/**
 * All trials that were begun, or a fair sample. Rows are wide: reading all of a large sweep takes seconds, while one of
 * each so many is found by an index. Which one of them is taken is decided by a hash: a fixed step would meet the steps
 * of a grid, and the replicates.
 */
export const begunTrials: Method<'begunTrials', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  { most, ...options },
) => {
  const { condition, sample } = among(layout, sweep, options);
  const query = sql`
    with ${sample(sql.lit(whole(most)))},
    begun as (
      select p.*, c.config ->> 'arm' as arm
      from picked p
      cross join lateral (select c.config from configs c where c.id = p.config_id offset 0) c
      where p.started_at is not null
    )
    select json_build_object(
      'now', ${milliseconds(sql`clock_timestamp()`)},
      'whole', (select step from stride) = 1,
      'of', (select ended from universe),
      'rows', coalesce((
        select json_agg(
          json_build_array(
            id, arm, state, attempt, worker, reused_from is not null, ${milliseconds(sql`started_at`)},
            ${milliseconds(sql`finished_at`)}, duration_ms / 1000
          )
          order by number
        )
        from begun
      ), '[]')
    )`;
  const { rows } = await userQuery(connection, condition, query);
  const told = rows[0]![0] as Answer;
  const trials = told.rows.map(trialOf);
  return { trials, of: told.whole ? trials.length : Math.max(told.of, trials.length), now: told.now };
};

interface Answer extends Pick<BegunTrials, 'now' | 'of'> {
  readonly whole: boolean;
  readonly rows: readonly Row[];
}

type Row = readonly [
  ...[id: number, arm: string, state: BegunTrial['state'], attempt: number, worker: string | null],
  ...[reused: boolean, from: number, to: number | null, seconds: number | null],
];

function trialOf([id, arm, state, attempt, worker, reused, from, to, seconds]: Row): BegunTrial {
  return { id, arm, state, attempt, worker, reused, from, to, seconds };
}

const milliseconds = (time: RawBuilder<unknown>) => sql`(1000 * extract(epoch from ${time}))::float8`;

/** What a sample is drawn from: `universe` (how many places there are, and how many were begun) and the trial at each. */
function among(layout: Layout, sweep: Sweep, options: RankingOptions) {
  const { condition, admitted } = admittedBy(layout, sweep, options);
  const id = sql.lit(sweep.id);
  const begun = 'running + completed + diverged + failed + quarantined';
  const numbered = sql`universe as materialized (
    select
      (select coalesce(max(number), 0) from trial_rows where sweep_id = ${id}) as places,
      (select coalesce(sum(${sql.raw(begun)}), 0) from trial_blocks where sweep_id = ${id}) as ended
  )`;
  const ofConfigs = sql`admitted as materialized (
    select
      id,
      row_number() over (order by id) - 1 as nth,
      n + n_undefined + n_diverged + n_failed as ended
    from (${admitted}) c
  ),
  universe as materialized (
    select count(*) * ${sql.lit(sweep.replicates)} as places, coalesce(sum(ended), 0) as ended from admitted
  )`;
  const byNumber = sql`
    cross join lateral (
      select t.* from trial_rows t where t.sweep_id = ${id} and t.number = place.at + 1 offset 0
    ) t`;
  const byReplicate = sql`
    join admitted a on a.nth = place.at / ${sql.lit(sweep.replicates)}
    cross join lateral (
      select t.*
      from trial_rows t
      where t.config_id = a.id and t.replicate = place.at % ${sql.lit(sweep.replicates)}
      offset 0
    ) t`;
  const every = options.where === undefined;
  return {
    condition,
    sample: (most: RawBuilder<unknown>) => sql`
      ${every ? numbered : ofConfigs},
      stride as materialized (select greatest(1, ceil(places / ${most}::float8))::int as step, places from universe),
      picked as (
        select t.*
        from stride
        cross join generate_series(0, ((places - 1) / step)::int) as nth
        -- Without the sign.
        cross join lateral (select nth * step + (hashint4(nth) & 2147483647) % step as at) place
        ${every ? byNumber : byReplicate}
      )`,
  };
}

/** A condition over figures is over those of the metric that ranks; where it is another one, finding them takes longer. */
function admittedBy(layout: Layout, sweep: Sweep, { by, where }: RankingOptions) {
  const found = candidates(layout, sweep, { limit: 0, where });
  const isOver = CONFIG_FIGURES.some((name) => found.condition.sql.includes(`"${name}"`));
  return by === undefined || !isOver ? found : candidates(layout, sweep, { limit: 0, where, by });
}
