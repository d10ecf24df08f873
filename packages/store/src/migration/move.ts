/**
 * Migration 0012: results move from a column a measure into arrays by the catalogue of measures. A large store is moved
 * ahead of it, block by block, each committed: it says how long it takes, and goes on where it was stopped. The switch,
 * in the migration's transaction, is short then.
 */

import { readFileSync } from 'node:fs';
import { InputError } from '@latentsweep/core';
import { sql } from 'kysely';
import { all, type Db, first, one, type Trx } from '../db.ts';
import { readMeasures } from '../measures.ts';
import { makeSweepView, makeViews, type ViewedSweep } from '../views.ts';

export const MOVE = '0012-measures';

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
/** So many blocks are timed together, the latest. The first is not: caches are cold, and an embedded Postgres runs slowly at first. */
const TIMED = 5;
/** Of the whole time, roughly, what comes after the last block: indexes. */
const INDEXING = 0.25;

const text = (name: string) => readFileSync(new URL(`${MOVE}/${name}.sql`, import.meta.url), 'utf8');
const run = (db: Db, script: string) => sql.raw(script).execute(db);

/** Moves the trials of a large store, and tells after each block but the first. Two that move at once take turns at the blocks. */
export async function moveAhead(db: Db, tell: (move: Move) => void): Promise<void> {
  const { trials, bytes } = await one<{ trials: number; bytes: number }>(db)`
    select (select count(*) from trial_rows) as trials,
      pg_total_relation_size('trial_rows') + pg_total_relation_size('configs') + pg_total_relation_size('curves')
        as bytes`;
  if (trials <= FEW) return;
  const before = await step(db, async (trx) => {
    await run(trx, text('begin'));
    const count = await one<{ moved: number }>(trx)`select count(*) as moved from new_trial_rows`;
    return count.moved;
  });
  if (before === null) return;
  const latest: { readonly moved: number; readonly at: number }[] = [];
  for (let moved = before; ; ) {
    const block = await step(db, moveBlock);
    if (!block) break;
    moved += block;
    latest.push({ moved, at: performance.now() });
    if (latest.length > TIMED + 1) latest.shift();
    const [first, last] = [latest[0]!, latest.at(-1)!];
    if (first === last) continue;
    const secondsEach = (last.at - first.at) / 1000 / (last.moved - first.moved);
    const indexing = (trials * INDEXING) / (1 - INDEXING);
    tell({ trials, moved, secondsLeft: secondsEach * (trials - moved + indexing), bytes });
  }
  for (const statement of text('index').split(/(?<=;)\n/)) await step(db, (trx) => run(trx, statement));
}

/** In a transaction that no other step is beside. Null, and nothing is done, where another program has come to the end. */
function step<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T | null> {
  return db.transaction().execute(async (trx) => {
    await sql`lock table trial_rows in share row exclusive mode`.execute(trx);
    const done = await first(trx)`select from kysely_migration where name = ${MOVE}`;
    return done ? null : work(trx);
  });
}

/** Returns how many trials it moved. */
async function moveBlock(trx: Trx): Promise<number> {
  const { after, last, trials } = await one<{ after: number; last: number | null; trials: number }>(trx)`
    with so_far as (select coalesce(max(id), 0) as after from new_trial_rows)
    select so_far.after, max(block.id) as last, count(block.id) as trials
    from so_far
    left join lateral (
      select id from trial_rows where id > so_far.after order by id limit ${sql.lit(BLOCK)}
    ) block on true
    group by so_far.after`;
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
const ownViews = (trx: Trx) => all<ViewedSweep>(trx)`
  select s.id, s.slug, s.parameters
  from sweep_rows s
  join pg_class c on c.oid = to_regclass('sweep_' || s.slug)
  where pg_has_role(c.relowner, 'usage')`;

/** Views of a user's own that stand on tables or views that go would go with them. Throws InputError `store_outdated`. */
async function refuseForeignViews(trx: Trx): Promise<void> {
  const rows = await all<{ name: string }>(trx)`
    with recursive going (oid) as (
      select unnest('{old_trial_rows, old_configs, old_curves}'::regclass[])::oid
      union
      select r.ev_class
      from going
      join pg_depend d on d.refobjid = going.oid and d.classid = 'pg_rewrite'::regclass
      join pg_rewrite r on r.oid = d.objid
    )
    select c.oid::regclass::text as name
    from going
    join pg_class c on c.oid = going.oid
    where c.relkind in ('v', 'm') and c.relname not in (select 'sweep_' || slug from sweep_rows)
    order by name`;
  if (rows.length === 0) return;
  throw new InputError(
    'store_outdated',
    `The tables of this store are brought up to date, but these views stand on them: ${rows.map(({ name }) => name).join(', ')}.`,
    'Keep their definitions (\\d+ in psql), drop them, and make them again afterwards.',
  );
}
