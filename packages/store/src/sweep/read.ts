import { InputError, nearestOf } from '@latentsweep/core';
import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { BestConfig, KnownSweep, Sweep, SweepName, TrialCounts } from '../port.ts';
import { bestOf } from '../rank/best.ts';
import { TALLIES } from '../trial/derive.ts';
import { meant, wordOf } from './meant.ts';

/** A Sweep, out of `sweep_rows s`. */
export const SWEEP = sql.raw(`
  s.id, s.slug, s.name, s.description, s.state, s.reason, s.metric, s.goal, s.replicates, s.seed, s.engine,
  s.dataset_fingerprint as "datasetFingerprint", s.dataset_spec as "datasetSpec", s.data_report as "dataReport",
  s.on_cluster as "onCluster", s.planned_trials as "plannedTrials", s.definition_hash as "definitionHash",
  s.definition, s.source, s.parameters, s.cursor, s.expanded,
  s.created_at as "createdAt", s.finished_at as "finishedAt"`);

export async function sweepById(db: Db, id: number): Promise<Sweep> {
  const { rows } = await sql<Sweep>`select ${SWEEP} from sweep_rows s where s.id = ${id}`.execute(db);
  if (!rows[0]) throw unknownId(id);
  return rows[0];
}

export async function runningSweeps(db: Db): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from sweep_rows where state = 'running' order by id desc`.execute(db);
  return rows.map(({ id }) => id);
}

/** Sweeps of the cluster that are to run, the oldest first. */
export async function clusterSweeps(db: Db): Promise<Sweep[]> {
  const { rows } = await sql<Sweep>`
    select ${SWEEP} from sweep_rows s where s.on_cluster and s.state = 'running' order by s.id`.execute(db);
  return rows;
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
export async function sweepNames(db: Db): Promise<SweepName[]> {
  return (await sql<SweepName>`select id, slug, name from sweep_rows order by id desc`.execute(db)).rows;
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
  const { rows } = await sql<Sweep>`
    select ${SWEEP}
    from sweep_rows s
    where s.name = ${name} and s.dataset_fingerprint = any(${[...fingerprints]}::text[])
    order by s.id desc
    limit 1`.execute(db);
  return rows[0] ?? null;
}

const SUMS = sql.join(
  TALLIES.map((name) => sql`coalesce(sum(b.${sql.ref(name)}), 0)::int as ${sql.ref(name)}`),
);

export async function counts(db: Db, sweepId: number): Promise<TrialCounts> {
  const { rows } = await sql<TrialCounts>`
    select ${SUMS} from trial_blocks b where b.sweep_id = ${sweepId}`.execute(db);
  return rows[0]!;
}

/** All sweeps, newest first, with their counts and their best config. */
export async function listSweeps(db: Db) {
  const { rows } = await sql<Sweep & { readonly counts: TrialCounts; readonly best: BestConfig | null }>`
    select ${SWEEP}, row_to_json(tally) as counts, row_to_json(best) as best
    from sweep_rows s
    left join lateral (select ${SUMS} from trial_blocks b where b.sweep_id = s.id) tally on true
    left join ${bestOf(sql`s`)} best on true
    order by s.id desc`.execute(db);
  return rows;
}
