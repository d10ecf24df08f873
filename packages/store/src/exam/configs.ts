import { expect, test } from 'vitest';
import type { ClaimedTrial, Store, TrialOutcome } from '../port.ts';
import {
  completed,
  diverged,
  failed,
  filledSweep,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from './samples.ts';

/** Single configs: found by their hashes, told whole, compared, counted. */
export function examineConfigs(opened: () => Store): void {
  const sweepOf = async (
    configs: number,
    replicates: number,
    outcome: (trial: ClaimedTrial) => TrialOutcome,
  ) => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(configs, replicates), null, true, OWNER);
    const trials = await opened().claim(sweep.id, configs * replicates, OWNER, LEASE_MS);
    await opened().record(trials.map(outcome));
    return sweep;
  };

  test('a config is named by its hash, or by the first characters of it', async () => {
    const sweep = await filledSweep(opened(), 12, 1);
    const find = (word: string) => opened().findConfig(sweep, word);
    expect(await find('config-10')).toBe('config-10');
    // Others begin so, but it is one.
    expect(await find('config-1')).toBe('config-1');
    expect(await find(' CONFIG-11 ')).toBe('config-11');
    await expect(find('config-')).rejects.toMatchObject({
      code: 'ambiguous_config',
      message: `Several configs of ${sweep.slug} begin with "config-": config-0, config-1, config-10, ….`,
      hint: 'Give more characters of the hash.',
    });
    for (const word of ['', 'config-12', '%', 'c_nfig-1', "'; drop table configs; --", '\\']) {
      await expect(find(word), word).rejects.toMatchObject({
        code: 'unknown_config',
        message: expect.stringContaining(JSON.stringify(word)),
        hint: expect.stringContaining('config_hash'),
      });
    }
  });

  test('a config tells its measures over replicates, its rank, its baseline and its trials', async () => {
    const sweep = await filledSweep(opened(), 5, 3);
    const { measures, trials, ...known } = await opened().config(sweep, 'config-2', 2);
    expect(known).toMatchObject({
      ...{ hash: 'config-2', config: { latent_size: 2 }, reason: null },
      ...{ rank: 3, baseline: 'config-0', trialCount: 3 },
    });
    // The replicates have .02, .022 and .024.
    const { n, mean, sd, half } = measures.get('test_accuracy')!;
    expect(n).toBe(3);
    expect(mean).toBeCloseTo(0.022, 12);
    expect(sd).toBeCloseTo(0.002, 12);
    expect(half).toBeCloseTo((4.30265272975 * 0.002) / Math.sqrt(3), 9);
    expect(measures.get('kl_per_dim')).toEqual({ n: 3, mean: 0.25, sd: 0, half: 0 });
    expect(trials.map(({ replicate, state, value }) => [replicate, state, value])).toEqual([
      [0, 'completed', 0.02],
      [1, 'completed', 0.022],
    ]);
    expect(trials[0]).toMatchObject({
      ...{ attempt: 1, worker: 'worker-1', error: null },
      ...{ startedAt: expect.any(Date), finishedAt: expect.any(Date) },
    });
    const baseline = await opened().config(sweep, 'config-4', 9);
    expect(baseline).toMatchObject({ rank: 1, baseline: null });
    expect(baseline.measures.get('kl_per_dim')).toEqual({ n: 0, mean: null, sd: null, half: null });
  });

  test('a config with one replicate, with none completed, without the metric, without a trial that was begun', async () => {
    const sweep = await sweepOf(3, 1, (trial) => {
      const size = trial.config['latent_size'];
      if (size === 0) return completed(trial, 0.5);
      return size === 1 ? failed(trial, 'no luck') : completed(trial, 0.5, { test_accuracy: Number.NaN });
    });
    const one = await opened().config(sweep, 'config-0', 9);
    expect(one.measures.get('test_accuracy')).toEqual({ n: 1, mean: 0.5, sd: null, half: null });
    const none = await opened().config(sweep, 'config-1', 9);
    expect([...none.measures.values()].every(({ n, mean }) => n === 0 && mean === null)).toBe(true);
    expect(none).toMatchObject({ rank: null, trials: [{ state: 'failed', error: 'no luck', value: null }] });
    const undefinedMetric = await opened().config(sweep, 'config-2', 9);
    expect(undefinedMetric.rank).toBeNull();
    expect(undefinedMetric.measures.get('test_accuracy')).toMatchObject({ n: 0, mean: null });
    expect(undefinedMetric.measures.get('val_accuracy')).toMatchObject({ n: 1 });
    const waiting = await ownedSweep(opened());
    await opened().expand(waiting.id, sampleTrials(1, 2), null, true, OWNER);
    expect(await opened().config(waiting, 'config-0', 9)).toMatchObject({
      rank: null,
      trials: [{ state: 'queued', startedAt: null }, { state: 'queued' }],
    });
    await expect(opened().config(sweep, 'config-9', 9)).rejects.toMatchObject({ code: 'unknown_config' });
  });

  test('configs are compared with the first one, replicate by replicate', async () => {
    const values = [
      [0.1, 0.2, 0.3, 0.9],
      [0.2, 0.2, 0.6],
      [0.5, 0.5, 0.5],
    ];
    const sweep = await sweepOf(3, 4, (trial) => {
      const value = values[Number(trial.config['latent_size'])]![trial.replicate];
      return value === undefined ? diverged(trial) : completed(trial, value);
    });
    const hashes = ['config-0', 'gone', 'config-1'];
    const [first, second, ...rest] = await opened().compareConfigs(sweep, hashes, { pairs: 2 });
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ hash: 'config-0', config: { latent_size: 0 }, n: 4 });
    expect(first!.mean).toBeCloseTo(0.375, 12);
    expect(second).toMatchObject({ hash: 'config-1', n: 3, difference: { n: 3 } });
    // Differences .1, 0 and .3: mean .4 / 3, SD .1528.
    const { mean, half, pairs } = second!.difference;
    expect(mean).toBeCloseTo(0.4 / 3, 12);
    expect(half).toBeCloseTo((4.30265272975 * Math.sqrt((0.1 - (0.4 * 0.4) / 3) / 2)) / Math.sqrt(3), 9);
    expect(pairs.map(({ replicate }) => replicate)).toEqual([0, 1]);
    expect(pairs[0]!.difference).toBeCloseTo(0.1, 12);
    const [, byRecall] = await opened().compareConfigs(sweep, ['config-2', 'config-1'], {
      by: 'test_recall',
      pairs: 9,
    });
    expect(byRecall!.difference.pairs[2]!.difference).toBeCloseTo(0.1, 12);
    await expect(opened().compareConfigs(sweep, hashes, { by: 'loss', pairs: 1 })).rejects.toMatchObject({
      code: 'unknown_metric',
    });
  });

  test('configs without a common replicate have no difference', async () => {
    const sweep = await sweepOf(2, 2, (trial) =>
      trial.replicate === trial.config['latent_size'] ? completed(trial, 0.5) : failed(trial),
    );
    const [, second] = await opened().compareConfigs(sweep, ['config-0', 'config-1'], { pairs: 9 });
    expect(second).toMatchObject({
      ...{ n: 1, mean: 0.5, half: null },
      difference: { n: 0, mean: null, half: null, pairs: [] },
    });
  });

  test('configs that a condition admits are counted, those without a value are not', async () => {
    const sweep = await sweepOf(8, 2, (trial) =>
      trial.config['latent_size'] === 7 ? failed(trial) : completed(trial, sampleValue(trial)),
    );
    const count = (where?: string, by?: string) => opened().countConfigs(sweep, { where, ...(by && { by }) });
    expect(await count()).toBe(7);
    expect(await count('latent_size > 4')).toBe(2);
    expect(await count('test_recall > 2.0/7 + 0.04')).toBe(3);
    expect(await count('mean > 2.0/7 + 0.04', 'test_recall')).toBe(3);
    expect(await count("arm = 'none'")).toBe(0);
    await expect(count('latent_sise > 4')).rejects.toMatchObject({ code: 'bad_where' });
    await expect(count(undefined, 'loss')).rejects.toMatchObject({ code: 'unknown_metric' });
  });

  test('of a sweep that was removed meanwhile there is nothing', async () => {
    const sweep = await filledSweep(opened(), 2, 1);
    await opened().removeSweep(sweep.id);
    const gone = { code: 'unknown_sweep' };
    await expect(opened().findConfig(sweep, 'config-0')).rejects.toMatchObject(gone);
    await expect(opened().config(sweep, 'config-0', 9)).rejects.toMatchObject(gone);
    await expect(
      opened().configCurves(sweep, 'config-0', { names: ['vae_loss'], most: 9 }),
    ).rejects.toMatchObject(gone);
    await expect(opened().configConfusion(sweep, 'config-0', 'test')).rejects.toMatchObject(gone);
    expect(await opened().compareConfigs(sweep, ['config-0', 'config-1'], { pairs: 9 })).toEqual([]);
    expect(await opened().countConfigs(sweep, {})).toBe(0);
    expect(await opened().begunTrials(sweep, { most: 9 })).toMatchObject({ trials: [], of: 0 });
  });
}
