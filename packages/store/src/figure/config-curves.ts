import { sql } from 'kysely';
import { configId } from '../config/find.ts';
import { all, type Db, type Method, one } from '../db.ts';
import type { Layout } from '../measures.ts';
import type { ConfigCurves, TrialState } from '../port.ts';
import { halfWidth } from '../rank/half-width.ts';

export const configCurves: Method<'configCurves', [Db, Layout]> = async (
  db,
  layout,
  sweep,
  hash,
  { names, most },
) => {
  const id = await configId(db, sweep, hash);
  const table = sql.table(layout.curveTable);
  const curves = sql.join(names.map((name) => sql`(${sql.lit(name)}, ${layout.curve(name)})`));
  const lines = await all<Line>(db)`
    select t.id, t.replicate, t.state, ${sql.join(names.map((name, i) => sql`${layout.curve(name)} as ${sql.ref(`c${i}`)}`))}
    from trial_rows t
    join ${table} c on c.trial_id = t.id
    where t.config_id = ${id}
    order by t.replicate
    limit ${most}`;
  const counted = await one<{ of: number; diverged: number }>(db)`
    select count(*) as of, count(*) filter (where t.state = 'diverged') as diverged
    from trial_rows t
    join ${table} c on c.trial_id = t.id
    where t.config_id = ${id}`;
  const means = await all<{ name: string; mean: number | null; half: number | null }>(db)`
    select p.name, avg(p.value order by p.replicate) as mean, ${halfWidth(sql`p.value`, sql`p.replicate`)} as half
    from (
      select s.name, u.epoch, t.replicate,
        -- NaN stands above infinity.
        case when abs(u.value) < 'infinity' then u.value end as value
      from trial_rows t
      join ${table} c on c.trial_id = t.id
      cross join lateral (values ${curves}) as s (name, numbers)
      cross join lateral unnest(s.numbers) with ordinality as u (value, epoch)
      where t.config_id = ${id}
    ) p
    group by p.name, p.epoch
    order by p.name, p.epoch`;
  const meansOf = Map.groupBy(means, ({ name }) => name);
  return {
    ...counted,
    replicates: lines.map(({ id: trial, replicate, state, ...own }) => ({
      ...{ trial, replicate, state },
      curves: Object.fromEntries(names.map((name, i) => [name, (own[`c${i}`] as number[]).map(finite)])),
    })),
    means: Object.fromEntries(
      names.map((name) => {
        const epochs = meansOf.get(name) ?? [];
        return [name, { mean: epochs.map(({ mean }) => mean), half: epochs.map(({ half }) => half) }];
      }),
    ),
  } satisfies ConfigCurves;
};

interface Line extends Record<string, unknown> {
  readonly id: number;
  readonly replicate: number;
  readonly state: TrialState;
}

const finite = (value: number) => (Number.isFinite(value) ? value : null);
