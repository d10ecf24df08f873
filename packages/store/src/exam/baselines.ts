import {
  baselineHash,
  type Config,
  canonicalConfig,
  configHash,
  runHash,
  type Values,
} from '@latentsweep/core';
import { expect, test } from 'vitest';
import type { NewTrial, Store } from '../port.ts';
import { completed, LEASE_MS, OWNER, ownedSweep, unique } from './samples.ts';

/** What a config is compared with. */
export function examineBaselines(opened: () => Store): void {
  /** How each config of a sweep stands beside its baseline; `passes` stand in for its value, in thousandths. */
  async function compare(...given: Values[]) {
    const store = opened();
    const parameters = [{ name: 'epochs', sqlType: 'bigint' as const }];
    const sweep = await ownedSweep(store, { parameters });
    await store.expand(sweep.id, given.map(canonicalConfig).flatMap(trialsOf), null, true, OWNER);
    const claimed = await store.claim(sweep.id, 1000, OWNER, LEASE_MS);
    await store.record(claimed.map((trial) => completed(trial, passesOf(trial.config) / 1000)));
    const columns = "config ->> 'arm', baseline, baseline_effort, round(vs_baseline::numeric * 1000)::int";
    const view = await store.query(
      `select ${columns} from leaderboard where sweep_id = ${sweep.id} order by config_id`,
    );
    const table = await store.leaderboard(sweep, { limit: 100 });
    const column = (name: string) => table.rows.map((row) => row[table.columns.indexOf(name)]);
    expect(column('baseline').toSorted()).toEqual(view.rows.map((row) => row[1]).toSorted());
    return view.rows;
  }

  test('is oversample with the same shared parameters, passes of the classifier included', async () => {
    const rows = await compare(
      { arm: 'vae_boundary' },
      { arm: 'oversample' },
      { arm: 'oversample', classifier_epochs: 7 },
      { arm: 'vae_mixing', learning_rate: 0.01 },
    );
    expect(rows).toEqual([
      ['vae_boundary', 'same', 1, 0],
      ['oversample', 'itself', 1, null],
      ['oversample', 'itself', 1, null],
      ['vae_mixing', null, null, null],
    ]);
  });

  test('is the nearest in passes at as many epochs, where the sweep has no other', async () => {
    const oversample = { arm: 'oversample', epochs: 10 };
    expect(
      await compare(
        { arm: 'vae_boundary', epochs: 10 },
        oversample,
        { ...oversample, classifier_epochs: 20 },
        { ...oversample, epochs: 8 },
        { ...oversample, batch_size: 80, classifier_epochs: 7 },
      ),
    ).toMatchObject([['vae_boundary', 'nearest', 100 / 70, -30], {}, {}, {}, {}]);
  });

  test('or one of as many passes in other epochs', async () => {
    expect(
      await compare(
        { arm: 'vae_boundary', epochs: 10 },
        { arm: 'oversample', epochs: 10 },
        { arm: 'oversample', epochs: 7 },
      ),
    ).toMatchObject([['vae_boundary', 'nearest', 1, 0], {}, {}]);
  });

  test('is none where other layers are trained', async () => {
    const [row] = await compare(
      { arm: 'vae_boundary', classifier_hidden_sizes: [10, 10] },
      { arm: 'oversample', classifier_hidden_sizes: [10] },
      { arm: 'oversample', classifier_hidden_sizes: [] },
    );
    expect(row).toEqual(['vae_boundary', null, null, null]);
  });

  test('is there before it has a result', async () => {
    const store = opened();
    const sweep = await ownedSweep(store);
    const [vae, plain] = [canonicalConfig({}), canonicalConfig({ arm: 'oversample' })].map(trialsOf);
    await store.expand(sweep.id, vae!, null, false, OWNER);
    const claimed = await store.claim(sweep.id, 1000, OWNER, LEASE_MS);
    await store.record(claimed.map((trial) => completed(trial, 0.5)));
    await store.expand(sweep.id, plain!, null, true, OWNER);
    const { columns, rows } = await store.leaderboard(sweep, { limit: 10 });
    expect(rows.map((row) => row[columns.indexOf('baseline')])).toEqual(['same']);
    expect(rows.map((row) => row[columns.indexOf('vs_baseline')])).toEqual([null]);
  });
}

const passesOf = (config: Values) => Number(config['epochs']) * Number(config['classifier_epochs']);

function trialsOf(config: Config): NewTrial[] {
  return [1, 2].map((replicate) => ({
    config,
    configHash: configHash(config),
    runHash: runHash(config),
    baselineHash: baselineHash(config),
    replicate,
    seed: String(replicate).padStart(16, '0'),
    resultKey: `baselines ${unique()}`,
  }));
}
