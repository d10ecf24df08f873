/** The views that people ask: made anew whenever there are measures that they do not show. */

import { sql } from 'kysely';
import { type Column, own, resultColumns, trialColumns, VALUE } from './columns.ts';
import { all, type Db, one, type Trx } from './db.ts';
import { isRefused } from './error.ts';
import { CATALOGUE, type Layout } from './measures.ts';
import { layoutOf, type MaybeOwn } from './own/layout.ts';
import type { Sweep } from './port.ts';
import { VIEW_SCHEMA } from './roles.ts';

export const viewName = (slug: string) => `sweep_${slug}`;

/** `trials` and `curves`. Columns that they had keep their places. */
export async function makeViews(trx: Trx, layout: Layout): Promise<void> {
  const { early, late } = resultColumns(layout);
  await sql`
    create or replace view trials as
    select ${shown([
      ...own('t.id t.sweep_id t.number t.state t.replicate t.seed'),
      ...own('c.config c.config_hash c.run_hash c.baseline_hash'),
      VALUE,
      ...early,
      ...own('t.attempt t.error t.result_key t.reused_from t.worker'),
      ...own('t.queued_at t.started_at t.finished_at t.duration_ms'),
      ...late,
    ])}
    from trial_rows t
    join configs c on c.id = t.config_id`.execute(trx);
  await sql`
    create or replace view curves as
    select ${shown([...own('c.trial_id'), ...layout.curves.map((name): Column => [name, layout.curve(name)])])}
    from curve_rows c`.execute(trx);
}

/** What the view of a sweep is made of. */
export type ViewedSweep = Pick<Sweep, 'id' | 'slug' | 'parameters'> & MaybeOwn;

/** All trials of a sweep, with one typed column a parameter and one a measure. */
export const sweepTrials = (layout: Layout, sweep: Omit<ViewedSweep, 'slug'>) => sql`
  select ${shown(trialColumns(layoutOf(layout, sweep), sweep.parameters))}
  from trial_rows t
  join configs c on c.id = t.config_id
  where t.sweep_id = ${sql.lit(sweep.id)}`;

/** `sweep_<slug>`. */
export async function makeSweepView(trx: Trx, layout: Layout, sweep: ViewedSweep): Promise<void> {
  await sql`
    create or replace view ${await viewTable(trx, sweep.slug)} as ${sweepTrials(layout, sweep)}`.execute(trx);
}

const shown = (columns: readonly Column[]) =>
  sql.join(columns.map(([name, value]) => sql`${value} as ${sql.ref(name)}`));

async function viewTable(trx: Trx, slug: string) {
  const path = await one<{ own: boolean }>(trx)`select ${VIEW_SCHEMA} = any(current_schemas(false)) as own`;
  return sql.table(path.own ? `${VIEW_SCHEMA}.${viewName(slug)}` : viewName(slug));
}

/** How many columns the view of a sweep without parameters and measures of its own has. */
const BARE = trialColumns(layoutOf(CATALOGUE, { ownMeasures: [] }), []).length;

/** Makes the views of sweeps that lack a measure, or are not there, where this user may. */
export async function mendSweepViews(db: Db, layout: Layout): Promise<void> {
  const last = layout.measures.findLast(({ shape }) => shape !== 'per epoch')!;
  const lacking = await all<ViewedSweep>(db)`
    select s.id, s.slug, s.parameters, s.own_measures as "ownMeasures"
    from sweep_rows s
    where case
      when s.own_measures is null then not exists (
        select from pg_attribute a where a.attrelid = to_regclass('sweep_' || s.slug) and a.attname = ${last.name}
      )
      else ${sql.lit(BARE)} + json_array_length(s.parameters) + json_array_length(s.own_measures) > (
        select count(*) from pg_attribute a where a.attrelid = to_regclass('sweep_' || s.slug) and a.attnum > 0
      )
    end`;
  for (const sweep of lacking) {
    try {
      await db.transaction().execute((trx) => makeSweepView(trx, layout, sweep));
    } catch (error) {
      // One who may only read, or the owner of the tables where another makes the views: whoever may will.
      if (!isRefused(error)) throw error;
    }
  }
}
