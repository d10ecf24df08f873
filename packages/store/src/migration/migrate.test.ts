import { readFileSync } from 'node:fs';
import { baselineHash, canonicalConfig, configHash } from '@latentsweep/core';
import pg from 'pg';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  completed,
  failed,
  LEASE_MS,
  newSweep,
  OWNER,
  ownedSweep,
  sampleConfig,
  sampleTrials,
} from '../exam/samples.ts';
import { startPostgres } from '../fixtures/postgres.ts';
import { openStore } from '../open.ts';

const server = await startPostgres();
afterAll(() => (typeof server === 'string' ? undefined : server.remove()));

/** A store as version 0.1 left it: of two trials with a result one had no value, and another was at work. */
async function makeOldStore(url: string, definitionHash: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query('create table kysely_migration (name varchar(255) primary key, timestamp varchar(255))');
  for (const name of ['0001-tables', '0002-leaderboard']) {
    await client.query(readFileSync(new URL(`${name}.sql`, import.meta.url), 'utf8'));
    await client.query('insert into kysely_migration values ($1, $2)', [name, '2026-01-01']);
  }
  await client.query(
    `insert into sweeps (slug, name, metric, goal, replicates, seed, engine, dataset_fingerprint, planned_trials,
       definition_hash, definition, source, parameters)
     values ('old', 'old', 'test_accuracy', 'maximize', 2, 1, 'e', 'f', 2, $1, '{}', '', '[]'),
       ('fused', 'fused', 'test_accuracy', 'maximize', 2, 1, 'tfjs@1-tensorflow', 'f', 2, 'fused', '{}', '', '[]')`,
    [definitionHash],
  );
  await client.query(
    `insert into configs (sweep_id, config_hash, run_hash, baseline_hash, config) values (1, 'c', 'r', 'c', '{}')`,
  );
  for (const config of [canonicalConfig({ arm: 'vae_boundary' }), canonicalConfig({ arm: 'oversample' })]) {
    await client.query(
      `insert into configs (sweep_id, config_hash, run_hash, baseline_hash, config, n, mean, score)
       values (1, $1, 'r', $2, $3, 1, 0.5, 0.5)`,
      [configHash(config), baselineHash(config), config],
    );
  }
  await client.query(
    `insert into trial_rows (sweep_id, number, config_id, replicate, seed, state, attempt, result_key, value)
     values (1, 1, 1, 0, '0', 'completed', 1, 'k0', 0.5), (1, 2, 1, 1, '0', 'running', 1, 'k1', null),
       (1, 3, 2, 0, '0', 'completed', 1, 'k2', null)`,
  );
  await client.query('insert into trial_blocks values (1, 0, 0, 1, 2, 0, 0, 0, 0)');
  await client.end();
}

describe.skipIf(typeof server === 'string')('a store of an older version', () => {
  test('is brought up to date with all that is in it', async () => {
    if (typeof server === 'string') return;
    const given = newSweep();
    await makeOldStore(server.url, given.definitionHash);
    const store = await openStore({ location: server.url });
    onTestFinished(() => store.close());
    expect((await store.findSweep('old')).sweep).toMatchObject({
      datasetSpec: null,
      dataReport: null,
      onCluster: false,
    });
    expect(await store.createSweep(given)).toMatchObject({
      created: false,
      sweep: { id: 1, datasetSpec: given.datasetSpec, dataReport: given.dataReport },
    });
    expect(await store.sweep(1)).toMatchObject({
      slug: 'old',
      datasetSpec: given.datasetSpec,
      dataReport: given.dataReport,
    });
    expect(await store.counts(1)).toMatchObject({ completed: 2, running: 1, quarantined: 0 });
    expect((await store.query('select slug, exact from sweep_rows order by id')).rows).toEqual([
      ['old', true],
      ['fused', false],
    ]);
    const undefinedTrials = await store.query('select n_undefined from configs order by id');
    expect(undefinedTrials.rows).toEqual([[0], [1], [0]]);
    const compared = await store.query('select baseline from leaderboard where mean is not null order by 1');
    expect(compared.rows).toEqual([['itself'], ['nearest']]);
    const lapsed = await store.runningTrials(1, { expired: true });
    expect(lapsed).toMatchObject([{ id: 2, deaths: 0, worker: null, attempt: 1 }]);
    expect(await store.record([completed({ ...lapsed[0]!, id: 1 }, 0.7)])).toEqual({
      ended: [],
      waiting: [],
      conflicts: [],
    });
    await store.acquireRun(1, OWNER, LEASE_MS);
    expect(await store.quarantine(1, [2], OWNER, { worker: 'w', reason: 'died' })).toBe(1);
    expect(await store.counts(1)).toMatchObject({ completed: 2, running: 0, quarantined: 1 });
  });

  test('knows what a search that learns is told of its configs', async () => {
    if (typeof server === 'string') return;
    const url = await server.createDatabase('learned');
    const store = await openStore({ location: url });
    onTestFinished(() => store.close());
    const sweep = await ownedSweep(store, { replicates: 3, metric: 'test_recall' });
    const trials = sampleTrials(4, 3).map((trial) => ({ ...trial, reason: 'it promised most' }));
    await store.expand(sweep.id, trials, null, true, OWNER);
    const claimed = await store.claim(sweep.id, 12, OWNER, LEASE_MS);
    await store.record(
      claimed.map((trial, i) => (i === 4 ? failed(trial) : completed(trial, ((7 * i) % 12) / 100))),
    );
    const told = () => store.searchHistory(sweep.id, { lookahead: 0, best: 4, spread: 4 });
    const before = await told();
    expect(before!.finished.map(({ n, sd }) => [n, sd! > 0])).toEqual([3, 2, 3, 3].map((n) => [n, true]));
    const client = new pg.Client(url);
    await client.connect();
    onTestFinished(() => client.end());
    await client.query('alter table configs drop column val_sd, drop column val_n');
    await client.query(readFileSync(new URL('0016-validation-spread.sql', import.meta.url), 'utf8'));
    expect(await told()).toEqual(before);
    await client.query('alter table configs drop column place');
    await client.query(readFileSync(new URL('0019-places.sql', import.meta.url), 'utf8'));
    expect(await told()).toEqual(before);
    // And goes on where it was.
    const next = sampleTrials(6, 3).slice(12);
    await store.expand(
      sweep.id,
      next.map((trial) => ({ ...trial, reason: 'promising' })),
      null,
      true,
      OWNER,
    );
    const after = await store.searchHistory(sweep.id, { lookahead: 2, best: 4, spread: 4 });
    expect(after).toEqual({ ...before, made: 6, running: [4, 5].map(sampleConfig) });
  });
});
