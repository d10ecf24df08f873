import { InputError, nearestOf } from '@latentsweep/core';
import { sql } from 'kysely';
import { all, type Db, first, type Method, one } from '../db.ts';
import type { CountedSweep, Sweep, SweepName, TrialCounts } from '../port.ts';
import { BEST } from '../rank/best.ts';
import { TALLIES } from '../trial/derive.ts';
import { meant, wordOf, wordsOf } from './meant.ts';

/** A Sweep, out of `sweep_rows s`. */
export const SWEEP = sql.raw(`
  s.id, s.slug, s.name, s.description, s.state, s.reason, s.metric, s.goal, s.replicates, s.seed, s.engine,
  s.dataset_fingerprint as "datasetFingerprint", s.dataset_spec as "datasetSpec", s.data_report as "dataReport",
  s.on_cluster as "onCluster", s.planned_trials as "plannedTrials", s.definition_hash as "definitionHash",
  s.definition, s.source, s.parameters, s.cursor, s.expanded, s.own_measures as "ownMeasures",
  s.left_out_measure as "leftOutMeasure",
  s.created_at as "createdAt", s.finished_at as "finishedAt"`);

export const sweepById: Method<'sweep'> = async (db, id) => {
  const sweep = await first<Sweep>(db)`select ${SWEEP} from sweep_rows s where s.id = ${id}`;
  if (!sweep) throw unknownId(id);
  return sweep;
};

export const runningSweeps: Method<'runningSweeps'> = async (db) => {
  const running = await all<{ id: number }>(db)`
    select id from sweep_rows where state = 'running' order by id desc`;
  return running.map(({ id }) => id);
};

export const findSweep: Method<'findSweep'> = async (db, word) => {
  const names = await sweepNames(db);
  const [found, ...passedOver] = meant(word, names);
  if (!found) throw unknownSweep(word, names);
  return { sweep: { ...(await sweepById(db, found.id)), word: wordOf(found, names) }, passedOver };
};

/** Of all sweeps, the newest first. */
export const sweepNames = (db: Db) =>
  all<SweepName>(db)`select id, slug, name from sweep_rows order by id desc`;

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

export const sweepOn: Method<'sweepOn'> = async (db, name, fingerprints) => {
  const newest = await first<Sweep>(db)`
    select ${SWEEP}
    from sweep_rows s
    where s.name = ${name} and s.dataset_fingerprint = any(${[...fingerprints]}::text[])
    order by s.id desc
    limit 1`;
  return newest ?? null;
};

const SUMS = sql.join(
  TALLIES.map((name) => sql`coalesce(sum(b.${sql.ref(name)}), 0)::int as ${sql.ref(name)}`),
);

export const counts: Method<'counts'> = (db, sweepId) => one<TrialCounts>(db)`
  select ${SUMS} from trial_blocks b where b.sweep_id = ${sweepId}`;

export const listSweeps: Method<'listSweeps'> = async (db, { limit = null, before = null } = {}) => {
  const wordFor = wordsOf(await sweepNames(db));
  const sweeps = await all<Omit<CountedSweep, 'word'>>(db)`
    select ${SWEEP}, row_to_json(tally) as counts, row_to_json(best) as best
    from sweep_rows s
    left join lateral (select ${SUMS} from trial_blocks b where b.sweep_id = s.id) tally on true
    left join ${BEST} best on true
    where ${before}::int is null or s.id < ${before}::int
    order by s.id desc
    limit ${limit}::int`;
  return sweeps.map((sweep) => ({ ...sweep, word: wordFor(sweep) }));
};
