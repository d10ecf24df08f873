import { type RawBuilder, sql } from 'kysely';
import type { Layout } from '../measures.ts';
import type { RankingOptions, Sweep } from '../port.ts';
import { candidates, whole } from '../rank/candidates.ts';
import { readsTrials } from '../rank/reads-trials.ts';
import { figureSource } from './source.ts';

export interface TrialSampleOptions extends RankingOptions {
  readonly most: number;
}

/**
 * Trials of a sweep, those of the configs that a condition admits; of more than `most` a fair sample. Rows are wide: reading
 * all of a large sweep takes seconds, while one of each so many is found by an index. Which one of them it is a hash decides:
 * a fixed step would meet the steps of a grid, and the replicates. Throws InputError `unknown_metric`, `bad_where`.
 *
 * `sample`: the tables `universe` (how many places there are, how many trials were begun, and whether that is all of them),
 * `stride` (of how many places one is looked at) and `picked`, rows of `trial_rows`.
 */
export function trialSample(layout: Layout, sweep: Sweep, options: TrialSampleOptions) {
  const { condition, universe, trialAt } =
    options.where === undefined ? byNumber(layout, sweep) : byConfig(layout, sweep, options);
  const sample = sql`
    ${universe},
    stride as materialized (
      select places, greatest(1, ceil(places / ${sql.lit(whole(options.most))}::float8))::int as step from universe
    ),
    picked as (
      select t.*
      from stride
      cross join generate_series(0, ((places - 1) / step)::int) as nth
      -- Without the sign.
      cross join lateral (select nth * step + (hashint4(nth) & 2147483647) % step as at) place
      ${trialAt}
    )`;
  return { condition, sample };
}

interface Places {
  readonly condition: ReturnType<typeof candidates>['condition'];
  readonly universe: RawBuilder<unknown>;
  /** A join with `place`. Row by row (offset 0) it is looked up by an index, whatever the planner knows. */
  readonly trialAt: RawBuilder<unknown>;
}

const BEGUN = sql.raw('running + waiting + completed + pruned + diverged + failed + quarantined');

function byNumber(layout: Layout, sweep: Sweep): Places {
  const id = sql.lit(sweep.id);
  return {
    condition: candidates(layout, sweep, { limit: 0 }).condition,
    universe: sql`universe as materialized (
      select
        (select coalesce(max(number), 0) from trial_rows where sweep_id = ${id}) as places,
        (select coalesce(sum(${BEGUN}), 0) from trial_blocks where sweep_id = ${id}) as begun,
        true as whole
    )`,
    trialAt: sql`cross join lateral (
      select t.* from trial_rows t where t.sweep_id = ${id} and t.number = place.at + 1 offset 0
    ) t`,
  };
}

/**
 * Places are those of the admitted configs' replicates, config by config: `per` for each, which are more than the sweep's where a
 * race spent on some what it saved. They count from 1, so that the last one has the place 0.
 */
function byConfig(layout: Layout, sweep: Sweep, options: TrialSampleOptions): Places {
  const replicates = sql.lit(sweep.replicates);
  const { condition, admitted, each } = admittedConfigs(layout, sweep, options);
  return {
    condition,
    universe: sql`${admitted},
    placed as materialized (
      select id, row_number() over (order by id) - 1 as nth, n + n_undefined + n_diverged + n_failed as ended
      from admitted
    ),
    per as materialized (select greatest(${replicates}, max(ended))::int as per from placed),
    stands as materialized (select ${each} as each),
    universe as materialized (
      select count(*) * (select per from per) as places, round(coalesce(sum(ended), 0) * max(each)) as begun, max(each) = 1 as whole
      from stands
      left join placed on true
    )`,
    trialAt: sql`cross join per
      join placed c on c.nth = place.at / per
      cross join lateral (
        select t.* from trial_rows t
        where t.config_id = c.id and t.replicate in (place.at % per, place.at % per + per)
        offset 0
      ) t`,
  };
}

/** `admitted`, for a `with`. Of means that stand nowhere it is a sample; `each`: how many configs each one stands for. */
function admittedConfigs(layout: Layout, sweep: Sweep, options: TrialSampleOptions) {
  const { by = sweep.metric, where } = options;
  const own = candidates(layout, sweep, { limit: 0, where });
  if (!readsTrials(layout, sweep, own.condition, by)) {
    return { condition: own.condition, admitted: sql`admitted as (${own.admitted})`, each: sql`1` };
  }
  const { condition, admitted, size } = figureSource(layout, sweep, options);
  const each = sql`(
    select (x.size ->> 'of')::float8 / greatest(1, (x.size ->> 'shown')::float8)
    from (select ${size(sql`admitted`)} as size) x
  )`;
  return { condition, admitted, each };
}
