/**
 * Migration 0012: results move from a column a measure into arrays by the catalogue of measures. A large store is moved
 * ahead of it, block by block, each committed: it says how long it takes, and goes on where it was stopped. The switch,
 * in the migration's transaction, is short then.
 */

import { readFileSync } from 'node:fs';
import { InputError } from '@latentsweep/core';
import { sql } from 'kysely';
import type { Db, Trx } from '../db.ts';
import { readMeasures } from '../measures.ts';
import type { Sweep } from '../port.ts';
import { makeSweepView, makeViews } from '../views.ts';

/** How far the move of a large store to new tables is. */
export interface Move {
  readonly trials: number;
  readonly moved: number;
  /** By the pace so far. */
  readonly secondsLeft: number;
  /** What the old tables take: the new ones take as much, beside them until the end. */
  readonly bytes: number;
}

/** Trials that a transaction moves. */
const BLOCK = 5000;
/** So few are moved in the migration's own transaction, in a second or two. */
const FEW = 4 * BLOCK;
/** Of the whole time, roughly, what comes after the last block: indexes. */
const INDEXING = 0.25;

const text = (name: string) => readFileSync(new URL(`0012-measures/${name}.sql`, import.meta.url), 'utf8');
const run = (db: Db, script: string) => sql.raw(script).execute(db);

/** Moves the trials of a large store, and tells after each block. */
export async function moveAhead(db: Db, tell: (move: Move) => void): Promise<void> {
  const { rows } = await sql<{ trials: number; bytes: number }>`
    select (select count(*) from trial_rows) as trials,
      pg_total_relation_size('trial_rows') + pg_total_relation_size('configs') + pg_total_relation_size('curves')
        as bytes`.execute(db);
  const { trials, bytes } = rows[0]!;
  if (trials <= FEW) return;
  await db.transaction().execute((trx) => run(trx, text('begin')));
  const before = await count(db);
  const began = performance.now();
  for (let moved = before; moved < trials; ) {
    moved += await db.transaction().execute(moveBlock);
    const seconds = (performance.now() - began) / 1000;
    const secondsLeft =
      ((seconds / (moved - before)) * (trials - moved)) / (1 - INDEXING) + INDEXING * seconds;
    tell({ trials, moved, secondsLeft, bytes });
  }
  await run(db, text('index'));
}

async function count(db: Db): Promise<number> {
  const { rows } = await sql<{ moved: number }>`select count(*) as moved from new_trial_rows`.execute(db);
  return rows[0]!.moved;
}

/** Returns how many trials it moved. */
async function moveBlock(trx: Trx): Promise<number> {
  // Two that move at once take turns.
  await sql`lock table new_trial_rows in share row exclusive mode`.execute(trx);
  const { rows } = await sql<{ after: number; last: number | null; trials: number }>`
    with so_far as (select coalesce(max(id), 0) as after from new_trial_rows)
    select so_far.after, max(block.id) as last, count(block.id) as trials
    from so_far
    left join lateral (
      select id from trial_rows where id > so_far.after order by id limit ${sql.lit(BLOCK)}
    ) block on true
    group by so_far.after`.execute(trx);
  const { after, last, trials } = rows[0]!;
  await run(trx, text('block').replaceAll(':after', String(after)).replaceAll(':last', String(last)));
  return trials;
}

/** The migration itself: moves what is left, and gives the new tables the names of the old ones. */
export async function moveMeasures(trx: Trx): Promise<void> {
  await run(trx, text('begin'));
  while ((await moveBlock(trx)) > 0);
  await run(trx, text('index'));
  await run(trx, text('switch'));
  const { layout } = await readMeasures(trx);
  await makeViews(trx, layout);
  for (const sweep of await ownViews(trx)) await makeSweepView(trx, layout, sweep);
  await refuseForeignViews(trx);
  await run(trx, text('end'));
}

/** Sweeps whose views belong to this user. */
async function ownViews(trx: Trx): Promise<Pick<Sweep, 'id' | 'slug' | 'parameters'>[]> {
  const { rows } = await sql<Pick<Sweep, 'id' | 'slug' | 'parameters'>>`
    select s.id, s.slug, s.parameters
    from sweep_rows s
    join pg_class c on c.oid = to_regclass('sweep_' || s.slug)
    where pg_has_role(c.relowner, 'usage')`.execute(trx);
  return rows;
}

/** Views of a user's own on tables that go would go with them. Throws InputError `store_outdated`. */
async function refuseForeignViews(trx: Trx): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select distinct c.oid::regclass::text as name
    from pg_depend d
    join pg_rewrite r on r.oid = d.objid
    join pg_class c on c.oid = r.ev_class
    where d.classid = 'pg_rewrite'::regclass and c.relname not like 'sweep\\_%'
      and d.refobjid in ('old_trial_rows'::regclass, 'old_configs'::regclass, 'old_curves'::regclass)`.execute(
    trx,
  );
  if (rows.length === 0) return;
  throw new InputError(
    'store_outdated',
    `The tables of this store are brought up to date, but these views stand on them: ${rows.map(({ name }) => name).join(', ')}.`,
    'Keep their definitions (\\d+ in psql), drop them, and make them again afterwards.',
  );
}
