/** What the exam cannot ask: what is locked by others, and what a database says of names. */

import pg from 'pg';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { LEASE_MS, newSweep, OWNER, sampleTrials } from '../exam/samples.ts';
import { startPostgres } from '../fixtures/postgres.ts';
import { openStore } from '../open.ts';
import { TAKEN_COLUMNS, TAKEN_WORDS } from './taken.ts';

const server = await startPostgres();
afterAll(() => (typeof server === 'string' ? undefined : server.remove()));

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

describe.skipIf(typeof server === 'string')('measures of a sweep’s own, on a server', () => {
  test('somebody who reads the view does not keep results waiting; it is mended when the store is opened', async () => {
    if (typeof server === 'string') return;
    const location = await server.createDatabase('read');
    const store = await openStore({ location });
    onTestFinished(() => store.close());
    const given = { ownMeasures: true, metric: 'loss', parameters: [], exact: false } as const;
    const { sweep } = await store.createSweep(newSweep(given));
    await store.acquireRun(sweep.id, OWNER, LEASE_MS);
    await store.expand(sweep.id, sampleTrials(1, 2), null, true, OWNER);
    const trials = await store.claim(sweep.id, 2, OWNER, LEASE_MS);
    const reader = await connected(location);
    await reader.query(`begin; select * from sweep_${sweep.slug}`);
    const outcomes = trials.map(({ id, attempt }) => ({
      ...{ trialId: id, attempt, startedAt: new Date(), durationMs: 1, worker: 'w' },
      result: { outcome: 'completed', measures: { loss: 1, acc: 2 }, curves: {} } as const,
    }));
    expect((await store.record(outcomes)).ended).toHaveLength(2);
    const now = await store.sweep(sweep.id);
    expect(now.ownMeasures).toEqual(['loss', 'acc']);
    const { columns, rows } = await store.trials(now, { after: 0, limit: 1 });
    expect(rows[0]![columns.indexOf('acc')]).toBe(2);
    expect((await store.columnTypes(now)).has('acc')).toBe(false);
    await reader.query('commit');
    await (await openStore({ location })).close();
    expect((await store.columnTypes(now)).has('acc')).toBe(true);
    expect((await store.query(`select acc from sweep_${sweep.slug}`)).rows).toEqual([[2], [2]]);
  });

  test('what is taken is what the database takes', async () => {
    if (typeof server === 'string') return;
    const location = await server.createDatabase('taken');
    const store = await openStore({ location });
    onTestFinished(() => store.close());
    const client = await connected(location);
    const { rows } = await client.query<{ word: string }>(
      "select word from pg_get_keywords() where catcode in ('R', 'T', 'C')",
    );
    const known = new Set(TAKEN_WORDS);
    expect(rows.map(({ word }) => word).filter((word) => !known.has(word))).toEqual([]);
    const named = await client.query<{ name: string }>(
      `select attname as name from pg_attribute
       where attrelid in ('configs'::regclass, 'leaderboard'::regclass) and attnum > 0 and not attisdropped`,
    );
    const { sweep } = await store.createSweep(
      newSweep({ ownMeasures: true, metric: 'loss', parameters: [] }),
    );
    const board = await store.leaderboard(sweep, { limit: 1 });
    const trials = await store.trials(sweep, { after: 0, limit: 1 });
    const shown = [...named.rows.map(({ name }) => name), ...board.columns, ...trials.columns];
    expect(shown.filter((name) => name !== 'loss' && !TAKEN_COLUMNS.includes(name))).toEqual([]);
  });
});
