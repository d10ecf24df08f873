import { expect, test } from 'vitest';
import type { Store } from '../port.ts';
import {
  COLLAPSED,
  completed,
  filledSweep,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from './samples.ts';

/** What there is to know of a ranking beside its rows. */
export function examineStanding(opened: () => Store): void {
  test('arms are counted, the best is named, and the best by validation', async () => {
    const sweep = await ownedSweep(opened());
    await opened().expand(sweep.id, sampleTrials(6, 2), null, true, OWNER);
    const trials = await opened().claim(sweep.id, 12, OWNER, LEASE_MS);
    await opened().record(
      trials.map((trial) => {
        const size = trial.config['latent_size'];
        // The second best on test rows is the best on validation rows.
        const changes = size === 4 ? { val_accuracy: 0.9 } : size === 3 ? COLLAPSED : {};
        const fit = { undertrained: Number(size === 2 || size === 3) };
        return completed(trial, sampleValue(trial), { ...changes, ...fit });
      }),
    );
    const standing = await opened().standing(sweep);
    expect(standing).toMatchObject({
      whole: true,
      hasBaseline: true,
      trials: { withValue: 12, withoutValue: 0 },
      undertrainedShare: expect.closeTo(1 / 3, 12),
    });
    expect(standing.arms.toSorted((a, b) => a.configs - b.configs)).toEqual([
      { arm: 'oversample', configs: 2, collapsedShare: null, baselineEffort: 1 },
      { arm: 'vae_mixing', configs: 4, collapsedShare: 0.25, baselineEffort: 1 },
    ]);
    expect(standing.best).toMatchObject({ config: { latent_size: 5 }, n: 2 });
    expect(standing.best!.mean).toBeCloseTo(0.051, 12);
    expect(standing.best!.halfWidth).toBeCloseTo((12.7062047362 * 0.001 * Math.SQRT2) / Math.SQRT2, 9);
    expect(standing.bestByValidation).toMatchObject({ config: { latent_size: 4 }, validationMean: 0.9 });
    expect(standing.bestByValidation!.testMean).toBeCloseTo(0.041, 12);
    // The sample's confusion matrix is [[1, 2], [3, 4]].
    expect(standing.classRows).toEqual({
      test: [
        [3, 7],
        [3, 7],
      ],
      validation: [
        [3, 7],
        [3, 7],
      ],
    });
  });

  test('a condition and another metric are as in the leaderboard', async () => {
    const sweep = await filledSweep(opened(), 6, 1);
    const some = await opened().standing(sweep, { where: "arm = 'vae_mixing' and latent_size < 3" });
    expect(some).toMatchObject({
      hasBaseline: true,
      arms: [{ arm: 'vae_mixing', configs: 2 }],
      best: { config: { latent_size: 2 }, halfWidth: null },
    });
    const byLoss = await opened().standing(sweep, { by: 'test_log_loss' });
    expect(byLoss.best!.config['latent_size']).toBe(0);
    expect(byLoss.bestByValidation!.config['latent_size']).toBe(0);
    await expect(opened().standing(sweep, { by: 'loss' })).rejects.toMatchObject({ code: 'unknown_metric' });
    await expect(opened().standing(sweep, { where: 'x = 1' })).rejects.toMatchObject({ code: 'bad_where' });
  });

  test('a sweep without a result has no best', async () => {
    expect(await opened().standing(await ownedSweep(opened()))).toEqual({
      ...{ whole: true, arms: [], best: null, bestByValidation: null, breaking: null, hasBaseline: false },
      undertrainedShare: null,
      ...{ trials: { withValue: 0, withoutValue: 0 }, classRows: { test: [], validation: [] } },
    });
  });
}
