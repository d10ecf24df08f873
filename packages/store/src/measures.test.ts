/** What is old stays as it is when a measure is added to the catalogue. */

import { expect, onTestFinished, test, vi } from 'vitest';
import { connectEmbedded } from './connection.ts';
import { completed, LEASE_MS, OWNER, sampleTrials } from './exam/samples.ts';
import { testStoreFolder } from './fixtures/folder.ts';
import { CHECKSUMS, makeOldStore, SHOWN, shown } from './migration/fixtures/old-store.ts';
import { openStore } from './open.ts';
import { hashResult } from './trial/result-hash.ts';

vi.mock('../../core/src/measure/predictions.ts', async (original) => {
  const { PREDICTION_MEASURES, ...rest } = await original<{ PREDICTION_MEASURES: readonly object[] }>();
  const toy = { ...PREDICTION_MEASURES[0]!, base: 'a_toy' };
  return { ...rest, PREDICTION_MEASURES: [toy, ...PREDICTION_MEASURES] };
});

test('a store that lacks a measure learns of it, and says of old trials what it said', async () => {
  const location = await testStoreFolder();
  const connection = await connectEmbedded(location, 0);
  onTestFinished(() => connection.close());
  await makeOldStore(connection);
  const store = await openStore({ location, lingerMs: 0 });
  onTestFinished(() => store.close());
  const { leaderboard, curves, trials } = await shown(connection);
  expect({ leaderboard, curves }).toEqual({ leaderboard: SHOWN['leaderboard'], curves: SHOWN['curves'] });
  expect(trials!.columns).toEqual(SHOWN['trials']!.columns);
  expect(await Promise.all([1, 2, 3].map((id) => store.checksum(id)))).toEqual(CHECKSUMS);
  expect((await store.query('select count(*), count(test_a_toy) from trials')).rows).toEqual([[42, 0]]);

  // A trial that ends now has it, beside others that have not.
  await store.acquireRun(2, OWNER, LEASE_MS);
  await store.expand(2, sampleTrials(1, 1), null, true, OWNER);
  const claimed = await store.claim(2, 99, OWNER, LEASE_MS);
  await store.record(claimed.map((trial) => completed(trial, 0.5)));
  const { columns, rows } = await store.leaderboard(await store.sweep(2), { limit: 99, by: 'test_a_toy' });
  expect(rows.filter((row) => row[columns.indexOf('mean')] !== null).length).toBeGreaterThan(0);
  expect(await store.checksum(2)).not.toBe(CHECKSUMS[1]);
  expect(await store.checksum(1)).toBe(CHECKSUMS[0]);
}, 30_000);

test('results of two programs with a curve each of their own are compared by what both have', async () => {
  const location = await testStoreFolder();
  const connection = await connectEmbedded(location, 0);
  onTestFinished(() => connection.close());
  await makeOldStore(connection);
  await (await openStore({ location, lingerMs: 0 })).close();
  const client = await connection.connect();
  await client.query(
    `insert into measures select max(place) + i, 'curve_' || i, 'per epoch', 'double precision'
     from measures, generate_series(1, 2) i group by i`,
  );
  client.release();
  const store = await openStore({ location, lingerMs: 0 });
  onTestFinished(() => store.close());
  await store.acquireRun(2, OWNER, LEASE_MS);
  await store.expand(2, sampleTrials(1, 1), null, true, OWNER);
  const [trial] = await store.claim(2, 1, OWNER, LEASE_MS);
  const withCurve = (name: string, value: number, worker: string) => ({
    ...completed(trial!, 0.5, {}, { [name]: [value, value] }),
    worker,
  });
  expect(await store.record([withCurve('curve_1', 1, 'first')])).toMatchObject({ conflicts: [] });
  expect(await store.record([withCurve('curve_2', 2, 'second')])).toMatchObject({ conflicts: [] });
  expect(await store.record([withCurve('curve_1', 2, 'third')])).toMatchObject({ conflicts: [trial!.id] });
}, 30_000);

test('a result without the measure has the hash that it had', () => {
  const measures = { test_accuracy: 0.5, test_class_recall: [0.25, Number.NaN] };
  const result = { outcome: 'completed', measures, curves: { vae_loss: [0.5, Number.NaN] } } as const;
  expect(hashResult(result)).toEqual({ hash: HASH, version: VERSION });
  const more = hashResult({ ...result, measures: { ...measures, test_a_toy: 1 } });
  expect(more.version).not.toBe(VERSION);
});

const HASH = '004d90bdbdf731675364fe5dd43e9d5797eb67f2d2062b902598a99d9996d3dd';
const VERSION = '1c742bb8';
