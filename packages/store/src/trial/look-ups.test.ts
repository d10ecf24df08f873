import pg from 'pg';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { completed, LEASE_MS, OWNER, ownedSweep, sampleTrials } from '../exam/samples.ts';
import { startPostgres } from '../fixtures/postgres.ts';
import { openStore } from '../open.ts';

const CONFIGS = 1500;
const BATCH = 100;
/** Rows that are read of configs and trials for each trial: about 100. By indexes of the whole sweep it is ten times that. */
const MOST = 200;

/** Rows that a question of a search reads of a few best configs and a few by place, some 3 of each: not all that there are. */
const MOST_TOLD = 500;

const server = await startPostgres();
afterAll(() => (typeof server === 'string' ? undefined : server.remove()));

/** Expands, claims and records a sweep in batches, as a coordinator does. Sessions that end have told what they read. */
async function runSweep(location: string): Promise<number> {
  const store = await openStore({ location });
  const { id } = await ownedSweep(store, { replicates: 1 });
  const trials = sampleTrials(CONFIGS, 1).map((trial) => ({ ...trial, reason: 'it promised most' }));
  for (let at = 0; at < CONFIGS; at += BATCH) {
    await store.expand(id, trials.slice(at, at + BATCH), null, at + BATCH >= CONFIGS, OWNER);
    const claimed = await store.claim(id, BATCH, OWNER, LEASE_MS);
    await store.record(claimed.map((trial) => completed(trial, 0.5)));
  }
  await store.close();
  return id;
}

async function askOf(location: string, sweepId: number, questions: number): Promise<void> {
  const store = await openStore({ location });
  for (let i = 0; i < questions; i++) {
    await store.searchHistory(sweepId, { lookahead: 0, best: 20, spread: 20 });
  }
  await store.close();
}

/** Of a database that other tests leave alone, rows of configs and trials so far. */
async function readerOf(location: string) {
  const client = new pg.Client(location);
  await client.connect();
  onTestFinished(() => client.end());
  const rowsRead = async (): Promise<number> => {
    // A session tells what it read as it ends, a moment after it was closed.
    for (;;) {
      const others = await client.query(
        `select from pg_stat_activity
         where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      if (others.rowCount === 0) break;
    }
    const { rows } = await client.query(
      `select (
         select sum(seq_tup_read) from pg_stat_user_tables where relname in ('configs', 'trial_rows')
       )::int + (
         select sum(idx_tup_read) from pg_stat_user_indexes where relname in ('configs', 'trial_rows')
       )::int as n`,
    );
    return rows[0].n;
  };
  return { analyze: () => client.query('analyze'), rowsRead };
}

test.skipIf(typeof server === 'string')(
  'a sweep that began after the tables were analyzed reads few rows for each of its trials, and for each question of a search',
  async () => {
    if (typeof server === 'string') return;
    const location = await server.createDatabase('look_ups');
    await runSweep(location);
    const { analyze, rowsRead } = await readerOf(location);
    await analyze();
    const before = await rowsRead();
    const id = await runSweep(location);
    const between = await rowsRead();
    expect((between - before) / CONFIGS).toBeLessThan(MOST);
    const questions = 50;
    await askOf(location, id, questions);
    const told = ((await rowsRead()) - between) / questions;
    expect(told).toBeLessThan(MOST_TOLD);
  },
);
