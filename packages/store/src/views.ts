/** The views that people ask: made anew whenever there are measures that they do not show. */

import { type RawBuilder, sql } from 'kysely';
import { parameterColumns, resultColumns, trialColumns } from './columns.ts';
import type { Db, Trx } from './db.ts';
import { isRefused } from './error.ts';
import type { Layout } from './measures.ts';
import type { Sweep } from './port.ts';
import { VIEW_SCHEMA } from './roles.ts';

export const viewName = (slug: string) => `sweep_${slug}`;

/** `trials` and `curves`. Columns that they had keep their places. */
export async function makeViews(trx: Trx, layout: Layout): Promise<void> {
  const { early, late } = resultColumns(layout);
  const own = (names: string) => names.split(' ').map((name) => sql.ref(name));
  const measures = (some: typeof early) => some.map((m) => named(m.name, layout.column(m)));
  await sql`
    create or replace view trials as
    select ${sql.join([
      ...own('t.id t.sweep_id t.number t.state t.replicate t.seed'),
      ...own('c.config c.config_hash c.run_hash c.baseline_hash'),
      named('value', sql`t.objectives[1]`),
      ...measures(early),
      ...own('t.attempt t.error t.result_key t.reused_from t.worker'),
      ...own('t.queued_at t.started_at t.finished_at t.duration_ms'),
      ...measures(late),
    ])}
    from trial_rows t
    join configs c on c.id = t.config_id`.execute(trx);
  await sql`
    create or replace view curves as
    select ${sql.join([sql`c.trial_id`, ...layout.curves.map((name) => named(name, layout.curve(name)))])}
    from curve_rows c`.execute(trx);
}

/** `sweep_<slug>`: its trials, with one typed column a parameter. */
export async function makeSweepView(
  trx: Trx,
  layout: Layout,
  { id, slug, parameters }: Pick<Sweep, 'id' | 'slug' | 'parameters'>,
): Promise<void> {
  const columns = trialColumns(layout, parameterColumns(parameters)).map(([name, value]) =>
    named(name, value),
  );
  await sql`
    create or replace view ${await viewTable(trx, slug)} as
    select ${sql.join(columns)}
    from trial_rows t
    join configs c on c.id = t.config_id
    where t.sweep_id = ${sql.lit(id)}`.execute(trx);
}

const named = (name: string, value: RawBuilder<unknown>) => sql`${value} as ${sql.ref(name)}`;

async function viewTable(trx: Trx, slug: string) {
  const { rows } = await sql<{ own: boolean }>`
    select ${VIEW_SCHEMA} = any(current_schemas(false)) as own`.execute(trx);
  return sql.table(rows[0]!.own ? `${VIEW_SCHEMA}.${viewName(slug)}` : viewName(slug));
}

/** Makes the views of sweeps that lack the last measure, or are not there, where this user may. */
export async function mendSweepViews(db: Db, layout: Layout): Promise<void> {
  const last = layout.measures.findLast(({ shape }) => shape !== 'per epoch')!;
  const { rows } = await sql<Pick<Sweep, 'id' | 'slug' | 'parameters'>>`
    select s.id, s.slug, s.parameters
    from sweep_rows s
    where not exists (
      select from pg_attribute a where a.attrelid = to_regclass('sweep_' || s.slug) and a.attname = ${last.name}
    )`.execute(db);
  for (const sweep of rows) {
    try {
      await db.transaction().execute((trx) => makeSweepView(trx, layout, sweep));
    } catch (error) {
      // One who may only read, or the owner of the tables where another makes the views: whoever may will.
      if (!isRefused(error)) throw error;
    }
  }
}
