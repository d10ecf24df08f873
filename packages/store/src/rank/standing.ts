import { BASELINE_ARM } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { RankedConfig, Standing } from '../port.ts';
import { candidates, isMaximized } from './candidates.ts';
import { userQuery } from './user-query.ts';

/** Configs that are looked at, from the best on: a sweep may have a million. */
const MOST = 2000;

/** `where` as in the leaderboard. */
export const standing: Method<'standing', [Connection, Layout]> = async (
  connection,
  layout,
  sweep,
  options = {},
) => {
  const { by = sweep.metric } = options;
  const { condition, best } = candidates(layout, sweep, { ...options, limit: MOST });
  const [test, validation] = ['test_confusion', 'val_confusion'].map((name) => layout.columnNamed(name));
  const query = sql`
    with top as (${best}),
    valued as (select *, config ->> 'arm' as its_arm from top where n > 0)
    select
      (select count(*) from top),
      (select coalesce(sum(n), 0) from top),
      (select coalesce(sum(n_undefined), 0) from top),
      (
        select json_agg(
          json_build_object(
            'arm', a.its_arm, 'configs', a.configs, 'collapsedShare', a.collapsed, 'baselineEffort', b.effort
          )
        )
        from (
          select
            its_arm,
            count(*) as configs,
            avg(collapsed_share) as collapsed,
            (array_agg(id order by score desc, id))[1] as best_id
          from valued
          group by its_arm
        ) a
        join valued best on best.id = a.best_id
        left join lateral baseline_of(best.id, best.sweep_id, best.baseline_hash, best.config) b on true
      ),
      ${firstBy(sql`score desc`)},
      ${firstBy(isMaximized(sweep, by) ? sql`val_mean desc nulls last` : sql`val_mean asc nulls last`)},
      exists (select from configs c where c.sweep_id = ${sql.lit(sweep.id)} and c.config ->> 'arm' = ${sql.lit(BASELINE_ARM)}),
      (
        select json_agg(json_build_array(${test}, ${validation}))
        from trial_rows t
        where t.config_id = (select id from valued order by score desc limit 1) and ${test} is not null
      )`;
  const { rows } = await userQuery(connection, condition, query);
  const [looked, withValue, withoutValue, arms, first, validated, hasBaseline, confusions] = rows[0] as [
    number,
    number,
    number,
    Standing['arms'] | null,
    RankedConfig | null,
    RankedConfig | null,
    boolean,
    [number[], number[]][] | null,
  ];
  return {
    whole: Number(looked) < MOST,
    trials: { withValue: Number(withValue), withoutValue: Number(withoutValue) },
    arms: arms ?? [],
    best: first,
    bestByValidation: validated,
    hasBaseline,
    classRows: {
      test: (confusions ?? []).map(([test]) => rowsOfClasses(test)),
      validation: (confusions ?? []).map(([, validation]) => rowsOfClasses(validation)),
    },
  };
};

/** The first config in an order, as a RankedConfig. */
function firstBy(order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select json_build_object(
      'config', v.config, 'n', v.n, 'mean', v.mean, 'halfWidth', student_t975(v.n - 1) * v.sd / sqrt(v.n),
      'testMean', v.test_mean, 'validationMean', v.val_mean
    )
    from valued v
    order by ${order}, v.id
    limit 1
  )`;
}

/** The sums of the rows of a confusion matrix, [K * K]: how many rows are truly of each class. */
function rowsOfClasses(confusion: readonly number[]): number[] {
  const classes = Math.sqrt(confusion.length);
  return Array.from({ length: classes }, (_, k) =>
    confusion.slice(k * classes, (k + 1) * classes).reduce((sum, count) => sum + count, 0),
  );
}
