import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { completed, LEASE_MS, OWNER, ownedSweep, sampleTrials } from '../exam/samples.ts';
import { startPostgres } from '../fixtures/postgres.ts';
import { openStore } from '../open.ts';

const CONFIGS = 1500;
const BATCH = 100;
/** Rows that are read of configs and trials for each trial: about 100. By indexes of the whole sweep it is ten times that. */
const MOST = 200;

const server = await startPostgres();

/** Expands, claims and records a sweep in batches, as a coordinator does. Sessions that end have told what they read. */
async function runSweep(location: string): Promise<void> {
  const store = await openStore({ location });
  const { id } = await ownedSweep(store, { replicates: 1 });
  const trials = sampleTrials(CONFIGS, 1);
  for (let at = 0; at < CONFIGS; at += BATCH) {
    await store.expand(id, trials.slice(at, at + BATCH), null, at + BATCH >= CONFIGS, OWNER);
    const claimed = await store.claim(id, BATCH, OWNER, LEASE_MS);
    await store.record(claimed.map((trial) => completed(trial, 0.5)));
  }
  await store.close();
}

test.skipIf(typeof server === 'string')(
  'a sweep that began after the tables were analyzed reads few rows for each of its trials',
  async () => {
    if (typeof server === 'string') return;
    onTestFinished(() => server.remove());
    const location = await server.createDatabase('look_ups');
    await runSweep(location);
    const client = new pg.Client(location);
    await client.connect();
    onTestFinished(() => client.end());
    const rowsRead = async (): Promise<number> => {
      const { rows } = await client.query(
        `select (
           select sum(seq_tup_read) from pg_stat_user_tables where relname in ('configs', 'trial_rows')
         )::int + (
           select sum(idx_tup_read) from pg_stat_user_indexes where relname in ('configs', 'trial_rows')
         )::int as n`,
      );
      return rows[0].n;
    };
    await client.query('analyze');
    const before = await rowsRead();
    await runSweep(location);
    expect(((await rowsRead()) - before) / CONFIGS).toBeLessThan(MOST);
  },
);
