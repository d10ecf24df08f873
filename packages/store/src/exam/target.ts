import { expect, test } from 'vitest';
import type { Store } from '../port.ts';
import { completed, failed, LEASE_MS, OWNER, ownedSweep, sampleTrials, sampleValue } from './samples.ts';

const REPLICATES = 2;

/** What a sweep with a target is told of its results. */
export function examineTargets(opened: () => Store): void {
  test('configs are told in the order of their last trials, as far as all before have ended', async () => {
    const sweep = await ownedSweep(opened(), { replicates: REPLICATES, metric: 'test_recall' });
    const page = (after: number, limit = 100) => opened().endedConfigs(sweep.id, { after, limit });
    const hashes = async (...given: Parameters<typeof page>) =>
      (await page(...given)).configs.map(({ hash }) => hash);
    expect(await page(0)).toEqual({ upTo: 0, configs: [] });
    await opened().expand(sweep.id, sampleTrials(4, REPLICATES), null, false, OWNER);
    const claimed = await opened().claim(sweep.id, 8, OWNER, LEASE_MS);
    const of = (place: number) => claimed.filter(({ config }) => config['latent_size'] === place);
    await opened().record([2, 3].flatMap(of).map((trial) => completed(trial, sampleValue(trial))));
    await opened().record([failed(of(0)[0]!)]);
    expect(await page(0)).toEqual({ upTo: 1, configs: [] });
    await opened().record([of(0)[1]!, of(1)[0]!].map((trial) => completed(trial, sampleValue(trial))));
    expect(await page(1)).toMatchObject({ upTo: 3, configs: [{ hash: 'config-0' }] });
    await opened().record([completed(of(1)[1]!, sampleValue(of(1)[1]!))]);
    expect(await hashes(0)).toEqual(['config-0', 'config-1', 'config-2', 'config-3']);
    expect(await hashes(3)).toEqual(['config-1', 'config-2', 'config-3']);
    // A page may end between replicates: the config is in the one that has the last.
    expect(await page(3, 2)).toMatchObject({ upTo: 5, configs: [{ hash: 'config-1' }] });
    expect(await page(5, 2)).toMatchObject({ upTo: 7, configs: [{ hash: 'config-2' }] });
    expect(await page(8)).toEqual({ upTo: 8, configs: [] });

    const { columns, rows } = await opened().trials(sweep, { after: 0, limit: 100 });
    const [value, hash] = [columns.indexOf('val_recall'), columns.indexOf('config_hash')];
    for (const config of (await page(0)).configs) {
      const own = rows.filter((row) => row[hash] === config.hash).map((row) => row[value] ?? null);
      expect(config.values).toEqual(own);
    }
    expect((await page(0)).configs[0]!.values[0]).toBeNull();
  });

  test('a config that lacks replicates is none of them until it has all', async () => {
    const sweep = await ownedSweep(opened(), { replicates: 3 });
    const all = sampleTrials(2, 3);
    const runAll = async (trials: typeof all) => {
      await opened().expand(sweep.id, trials, null, false, OWNER);
      const claimed = await opened().claim(sweep.id, 10, OWNER, LEASE_MS);
      await opened().record(claimed.map((trial) => completed(trial, 0.5)));
    };
    await runAll(all.filter(({ replicate }) => replicate < 2));
    expect(await opened().endedConfigs(sweep.id, { after: 0, limit: 9 })).toEqual({ upTo: 4, configs: [] });
    await runAll(all.filter(({ replicate, configHash }) => replicate === 2 && configHash === 'config-1'));
    expect(await opened().endedConfigs(sweep.id, { after: 4, limit: 9 })).toMatchObject({
      ...{ upTo: 5, configs: [{ hash: 'config-1', values: [0.5, 0.5, 0.5].map(() => expect.anything()) }] },
    });
  });

  test('a sweep that was removed meanwhile says so', async () => {
    const { id } = await ownedSweep(opened());
    await opened().removeSweep(id);
    await expect(opened().endedConfigs(id, { after: 0, limit: 9 })).rejects.toMatchObject({
      code: 'sweep_taken_over',
    });
  });
}
