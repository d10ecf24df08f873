import { expect, test } from 'vitest';
import type { Store } from '../port.ts';
import {
  completed,
  diverged,
  failed,
  filledSweep,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleCurves,
  sampleTrials,
  sampleValue,
  unique,
} from './samples.ts';

/** What figures of trials are made of. */
export function examineTrialFigures(opened: () => Store): void {
  test('trials that were begun: by whom, when, for how long', async () => {
    const salt = `begun-${unique()}`;
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(3, 2, salt), null, true, OWNER);
    const [one, two, three, four, ...running] = await opened().claim(sweep.id, 5, OWNER, LEASE_MS);
    await opened().record([completed(one!, 0.5), failed(two!), diverged(three!)]);
    await opened().renewLeases(sweep.id, [{ trialId: running[0]!.id, worker: 'busy' }], OWNER, LEASE_MS);
    await opened().requeue(sweep.id, [four!.id], OWNER);
    const { trials, of, now } = await opened().begunTrials(sweep, { most: 100, arms: true });
    expect(of).toBe(trials.length);
    expect(trials.map(({ id }) => id)).toEqual(
      [one!, two!, three!, ...running].map(({ id }) => id).sort((a, b) => a - b),
    );
    const toldOf = (id: number) => trials.find((trial) => trial.id === id);
    const from = Date.parse('2026-01-02T03:04:05.678Z');
    expect(toldOf(one!.id)).toEqual({
      ...{ id: one!.id, arm: one!.config['arm'], state: 'completed', attempt: 1, worker: 'worker-1' },
      ...{ reused: false, from, to: expect.any(Number), seconds: 0.0125 },
    });
    expect(toldOf(two!.id)).toMatchObject({ state: 'failed' });
    expect(toldOf(three!.id)).toMatchObject({ state: 'diverged' });
    expect(toldOf(running[0]!.id)).toMatchObject({
      state: 'running',
      worker: 'busy',
      to: null,
      seconds: null,
    });
    expect(toldOf(running[0]!.id)!.from).toBeLessThanOrEqual(now);

    const again = await ownedSweep(opened());
    await opened().expand(again.id, sampleTrials(3, 2, salt), null, true, OWNER);
    const reused = await opened().begunTrials(again, { most: 100 });
    expect(reused.trials).toHaveLength(2);
    expect(reused.trials[0]).toMatchObject({ reused: true, from, worker: 'worker-1' });
  });

  test('of many, a fair sample; of those that a condition admits too', async () => {
    const sweep = await filledSweep(opened(), 40, 5, { replicates: 5 });
    const first = (await opened().begunTrials(sweep, { most: 1000 })).trials[0]!.id;
    const { trials, of } = await opened().begunTrials(sweep, { most: 50 });
    expect(of).toBe(200);
    // One of each four, not always the same one of them.
    const places = trials.map(({ id }) => id - first);
    expect(places.map((place) => Math.floor(place / 4))).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(new Set(places.map((place) => place % 4)).size).toBe(4);

    const some = await opened().begunTrials(sweep, { most: 25, where: "arm = 'oversample'", arms: true });
    expect([some.trials.length, some.of]).toEqual([25, 50]);
    expect(new Set(some.trials.map(({ id }) => id)).size).toBe(25);
    expect(new Set(some.trials.map(({ arm }) => arm))).toEqual(new Set(['oversample']));
    const all = await opened().begunTrials(sweep, { most: 1000, where: 'latent_size < 10' });
    expect([all.trials.length, all.of]).toEqual([50, 50]);
  });

  test('with a condition none is left out, neither the last replicate nor what a race made behind it', async () => {
    const sweep = await ownedSweep(opened(), { replicates: 2 });
    const given = sampleTrials(3, 3).map((trial) => ({ ...trial, replicate: trial.replicate + 1 }));
    await opened().expand(sweep.id, given, null, true, OWNER);
    const claimed = await opened().claim(sweep.id, 9, OWNER, LEASE_MS);
    await opened().record(claimed.map((trial) => completed(trial, 0.5)));
    const { trials, of } = await opened().begunTrials(sweep, { most: 100, where: 'latent_size < 10' });
    expect(of).toBe(9);
    expect(trials.map(({ id }) => id)).toEqual(claimed.map(({ id }) => id).sort((a, b) => a - b));
  });

  test('a condition over the mean is over that of the metric which ranks', async () => {
    const sweep = await filledSweep(opened(), 8, 2);
    const admitted = async (where: string, by?: string) =>
      (await opened().begunTrials(sweep, { most: 100, where, ...(by && { by }) })).of;
    expect(await admitted('mean > 0.06')).toBe(4);
    expect(await admitted('mean > 2.0/7 + 0.06')).toBe(0);
    expect(await admitted('mean > 2.0/7 + 0.06', 'test_recall')).toBe(4);
    expect(await admitted('test_recall > 2.0/7 + 0.06')).toBe(4);
    expect(await admitted('latent_size = 3', 'test_recall')).toBe(2);
    await expect(admitted('latent_sise = 3')).rejects.toMatchObject({ code: 'bad_where' });
    await expect(admitted('mean > 0', 'loss')).rejects.toMatchObject({ code: 'unknown_metric' });
  });

  test('a condition over what stands nowhere is tried on a sample, or on all where these are few', async () => {
    const sweep = await filledSweep(opened(), 40, 2, { replicates: 2 });
    const where = 'test_recall > 2.0/7 + 0.3';
    const { trials, of } = await opened().begunTrials(sweep, { most: 200, where });
    expect([trials.length, of]).toEqual([20, 20]);
    const some = await opened().begunTrials(sweep, { most: 10, where });
    expect([some.trials.length, some.of]).toEqual([10, 20]);
    // As if there were so many replicates that no more than one config can be looked at.
    const many = { ...sweep, replicates: 20_000 };
    const one = await opened().begunTrials(many, { most: 20_000, where: 'test_recall > 0' });
    expect(one.of).toBe(80);
    expect(one.trials).toHaveLength(2);
  });

  test('a sweep in which nothing was begun', async () => {
    const sweep = await ownedSweep(opened());
    expect(await opened().begunTrials(sweep, { most: 100 })).toMatchObject({ trials: [], of: 0 });
    await opened().expand(sweep.id, sampleTrials(2, 2), null, true, OWNER);
    expect(await opened().begunTrials(sweep, { most: 2 })).toMatchObject({ trials: [], of: 0 });
    expect(await opened().begunTrials(sweep, { most: 2, where: 'latent_size = 0' })).toMatchObject({ of: 0 });
  });

  test('curves by replicate, with mean and interval by epoch', async () => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(2, 4), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 8, OWNER, LEASE_MS);
    // Config 0: three lengths, one of them of a run that diverged with what is no number, and a failure.
    const losses = [
      [1, 2, 3],
      [3, 4],
      [5, Number.NaN, Number.POSITIVE_INFINITY],
    ];
    await opened().record(
      trials.map((trial) => {
        const classifier_loss = losses[trial.replicate];
        if (trial.config['latent_size'] === 1 || classifier_loss === undefined) return failed(trial);
        if (trial.replicate < 2) return completed(trial, 0.5, {}, { classifier_loss, vae_loss: [] });
        const curves = { ...sampleCurves(3), classifier_loss, vae_loss: [] };
        const { result, ...told } = diverged(trial, 3);
        return { ...told, result: { ...result, curves } as typeof result };
      }),
    );
    const names = ['classifier_loss', 'vae_loss'];
    const curves = await opened().configCurves(sweep, 'config-0', { names, most: 2 });
    expect(curves).toMatchObject({ of: 3, diverged: 1 });
    expect(curves.replicates.map(({ replicate, state, curves: own }) => [replicate, state, own])).toEqual([
      [0, 'completed', { classifier_loss: [1, 2, 3], vae_loss: [] }],
      [1, 'completed', { classifier_loss: [3, 4], vae_loss: [] }],
    ]);
    const { mean, half } = curves.means['classifier_loss']!;
    expect(mean).toEqual([3, 3, 3]);
    // SD 2 of three, SD sqrt 2 of two, and one alone.
    expect(half[0]).toBeCloseTo((4.30265272975 * 2) / Math.sqrt(3), 9);
    expect(half[1]).toBeCloseTo(12.7062047362, 9);
    expect(half[2]).toBeNull();
    expect(curves.means['vae_loss']).toEqual({ mean: [], half: [] });
    const whole = await opened().configCurves(sweep, 'config-0', { names, most: 9 });
    expect(whole.replicates[2]!.curves['classifier_loss']).toEqual([5, null, null]);
    expect(await opened().configCurves(sweep, 'config-1', { names, most: 9 })).toEqual({
      ...{ of: 0, diverged: 0, replicates: [] },
      means: { classifier_loss: { mean: [], half: [] }, vae_loss: { mean: [], half: [] } },
    });
    await expect(opened().configCurves(sweep, 'config-', { names, most: 9 })).rejects.toMatchObject({
      code: 'unknown_config',
    });
  });

  test('an epoch in which no replicate has a number', async () => {
    const sweep = await filledSweepWith([1, Number.NaN, 3]);
    const { means } = await opened().configCurves(sweep, 'config-0', { names: ['vae_loss'], most: 9 });
    expect(means['vae_loss']).toEqual({ mean: [1, null, 3], half: [null, null, null] });
  });

  async function filledSweepWith(vae_loss: readonly number[]) {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(1, 1), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 1, OWNER, LEASE_MS);
    await opened().record(trials.map((trial) => completed(trial, 0.5, {}, { vae_loss })));
    return sweep;
  }

  test('a confusion matrix is the mean over replicates, with the recall of each class', async () => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(2, 3), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 6, OWNER, LEASE_MS);
    await opened().record(
      trials.map((trial) => {
        if (trial.config['latent_size'] === 1 || trial.replicate === 2) return failed(trial);
        const twice = trial.replicate + 1;
        const measures = {
          test_confusion: [4 * twice, 2, 1, 3],
          test_class_recall: [0.25 * twice, Number.NaN],
          val_confusion: [1, 1, 0, 0],
        };
        return completed(trial, sampleValue(trial), measures);
      }),
    );
    const { replicates, counts, recall } = await opened().configConfusion(sweep, 'config-0', 'test');
    expect(replicates).toBe(2);
    expect(counts).toEqual([6, 2, 1, 3]);
    expect(recall[0]!.mean).toBeCloseTo(0.375, 12);
    expect(recall[0]!.half).toBeCloseTo((12.7062047362 * 0.25) / 2, 9);
    expect(recall[1]).toEqual({ mean: null, half: null });
    expect((await opened().configConfusion(sweep, 'config-0', 'validation')).counts).toEqual([1, 1, 0, 0]);
    expect(await opened().configConfusion(sweep, 'config-1', 'test')).toEqual({
      ...{ replicates: 0, counts: [], recall: [] },
    });
  });
}
