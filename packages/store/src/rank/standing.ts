import { BASELINE_ARM } from '@latentsweep/core';
import { type RawBuilder, sql } from 'kysely';
import type { Connection } from '../connection.ts';
import type { Method } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { Standing } from '../port.ts';
import { candidates } from './candidates.ts';
import { isConstrained, isMaximized } from './metric.ts';
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
  const { condition, admitted, best } = candidates(layout, sweep, { ...options, limit: MOST });
  const [test, validation] = ['test_confusion', 'val_confusion'].map((name) => layout.columnNamed(name));
  const query = sql`
    with top as (${best}),
    -- NaN stands above infinity, and JSON has neither.
    valued as (select *, ${layout.arm(sql.ref('config'))} as its_arm from top where n > 0 and abs(score) < 'infinity')
    select json_build_object(
      'whole', (select count(*) from top) < ${sql.lit(MOST)},
      'trials', (
        select json_build_object('withValue', coalesce(sum(n), 0), 'withoutValue', coalesce(sum(n_undefined), 0))
        from top
      ),
      'arms', coalesce((
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
      ), '[]'),
      'undertrainedShare', (
        select avg(t.${layout.scalar('undertrained')}) from trial_rows t where t.config_id in (select id from valued)
      ),
      'best', ${firstBy(sql`score desc`)},
      'bestByValidation', ${firstBy(isMaximized(sweep, by) ? sql`val_mean desc nulls last` : sql`val_mean asc nulls last`)},
      'breaking', ${isConstrained(sweep) ? breaking(admitted) : sql`null`},
      'hasBaseline', exists (
        select from configs c where c.sweep_id = ${sql.lit(sweep.id)} and ${layout.arm(sql.ref('c.config'))} = ${sql.lit(BASELINE_ARM)}
      ),
      'confusions', coalesce((
        select json_agg(json_build_array(${test}, ${validation}))
        from trial_rows t
        where t.config_id = (select id from valued order by score desc limit 1) and ${test} is not null
      ), '[]')
    )`;
  const { rows } = await userQuery(connection, condition, query);
  const { confusions, ...rest } = rows[0]![0] as Answer;
  return {
    ...rest,
    classRows: {
      test: confusions.map(([test]) => rowsOfClasses(test)),
      validation: confusions.map(([, validation]) => rowsOfClasses(validation)),
    },
  };
};

/** All but `classRows`, with what they are made of: each replicate's confusions on test and on validation rows. */
type Answer = Omit<Standing, 'classRows'> & { readonly confusions: readonly [number[], number[]][] };

/** They have no score, so that the best ones say nothing of them. */
const breaking = (admitted: RawBuilder<unknown>) => sql`(
  select json_build_object('configs', count(*) filter (where violation > 0), 'of', count(*)) from (${admitted}) a
)`;

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
