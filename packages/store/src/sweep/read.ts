import { InputError, nearestOf } from '@latentsweep/core';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { BestConfig, KnownSweep, Sweep, SweepName, TrialCounts } from '../port.ts';
import { bestOf } from '../rank/best.ts';
import type { Database, SweepsTable } from '../schema.ts';
import { meant, wordOf } from './meant.ts';

type Db = Kysely<Database>;

export function sweepOf(row: Selectable<SweepsTable>): Sweep {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    state: row.state,
    reason: row.reason,
    metric: row.metric,
    goal: row.goal,
    replicates: row.replicates,
    seed: row.seed,
    engine: row.engine,
    datasetFingerprint: row.dataset_fingerprint,
    datasetSpec: row.dataset_spec,
    dataReport: row.data_report,
    onCluster: row.on_cluster,
    plannedTrials: row.planned_trials,
    definitionHash: row.definition_hash,
    definition: row.definition,
    source: row.source,
    parameters: row.parameters,
    cursor: row.cursor,
    expanded: row.expanded,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}

export async function sweepById(db: Db, id: number): Promise<Sweep> {
  const row = await db.selectFrom('sweep_rows').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw unknownId(id);
  return sweepOf(row);
}

export async function runningSweeps(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom('sweep_rows')
    .select('id')
    .where('state', '=', 'running')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ id }) => id);
}

/** What a word means, and what it was not taken for. */
export async function findSweep(
  db: Db,
  word: string,
): Promise<{ sweep: KnownSweep; passedOver: SweepName[] }> {
  const names = await sweepNames(db);
  const [found, ...passedOver] = meant(word, names);
  if (!found) throw unknownSweep(word, names);
  return { sweep: { ...(await sweepById(db, found.id)), word: wordOf(found, names) }, passedOver };
}

/** Of all sweeps, the newest first. */
export function sweepNames(db: Db): Promise<SweepName[]> {
  return db.selectFrom('sweep_rows').select(['id', 'slug', 'name']).orderBy('id', 'desc').execute();
}

export function unknownId(id: number): InputError {
  return new InputError('unknown_sweep', `No sweep has the id ${id}.`, 'See `sweep list`.');
}

export function unknownSweep(word: string, names: readonly SweepName[]): InputError {
  const near = nearestOf(word, [...new Set(names.flatMap(({ slug, name }) => [slug, name]))]);
  return new InputError(
    'unknown_sweep',
    `There is no sweep ${JSON.stringify(word)}.`,
    near.length > 0 ? `Did you mean ${near.join(' or ')}? See \`sweep list\`.` : 'See `sweep list`.',
  );
}

/** The newest of that name on one of these data sets. */
export async function sweepOn(db: Db, name: string, fingerprints: readonly string[]): Promise<Sweep | null> {
  const row = await db
    .selectFrom('sweep_rows')
    .selectAll()
    .where('name', '=', name)
    .where('dataset_fingerprint', 'in', fingerprints)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? sweepOf(row) : null;
}

type Nullable<T> = { [Key in keyof T]: T[Key] | null };

type CountsRow = Record<keyof TrialCounts, number>;

const SUMS = sql<CountsRow>`
  coalesce(sum(b.queued), 0)::int as queued,
  coalesce(sum(b.running), 0)::int as running,
  coalesce(sum(b.completed), 0)::int as completed,
  coalesce(sum(b.diverged), 0)::int as diverged,
  coalesce(sum(b.failed), 0)::int as failed,
  coalesce(sum(b.quarantined), 0)::int as quarantined,
  coalesce(sum(b.cancelled), 0)::int as cancelled,
  coalesce(sum(b.reused), 0)::int as reused`;

export async function counts(db: Db, sweepId: number): Promise<TrialCounts> {
  const { rows } = await sql<CountsRow>`
    select ${SUMS} from trial_blocks b where b.sweep_id = ${sweepId}`.execute(db);
  return rows[0]!;
}

/** All sweeps, newest first, with their counts and their best config. */
export async function listSweeps(db: Db) {
  const sweeps = await db.selectFrom('sweep_rows').selectAll().orderBy('id', 'desc').execute();
  const { rows } = await sql<CountsRow & { id: number } & Nullable<BestConfig>>`
    select s.id, tally.*, best.value, best.n, best.config
    from sweep_rows s
    left join lateral (select ${SUMS} from trial_blocks b where b.sweep_id = s.id) tally on true
    left join ${bestOf(sql`s`)} best on true`.execute(db);
  const byId = new Map(
    rows.map(({ id, value, n, config, ...counts }) => {
      const best = value === null || n === null || config === null ? null : { value, n, config };
      return [id, { best, counts }];
    }),
  );
  return sweeps.map((row) => ({ ...sweepOf(row), ...byId.get(row.id)! }));
}
