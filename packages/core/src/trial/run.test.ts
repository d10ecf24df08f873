import { describe, expect, it } from 'vitest';
import { ARM_NAMES, armNamed, IMAGE_ARMS } from '../augment/arms.ts';
import { canonicalConfig } from '../config/config.ts';
import { parameterNamed } from '../config/parameters.ts';
import type { SimulatedSpec } from '../dataset/dataset.ts';
import { DECK_COEFFICIENTS } from '../dataset/simulated.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import { MEASURES } from '../measure/catalogue.ts';
import type { Values } from '../parameter/parameter.ts';
import type { Seed } from '../random/stream.ts';
import { PROBE_ROUND } from './evaluate.ts';
import { loadDataset, prepareDataset } from './load.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';

const SEED: Seed = [11, 12];
const spec: SimulatedSpec = {
  kind: 'simulated',
  train: 400,
  validation: 100,
  test: 100,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};
const small = { minority_rate: 0.2, classifier_epochs: 2, batch_size: 32, learning_rate: 0.01 };

interface LaneOrder {
  readonly given: Values;
  readonly milestones: readonly number[];
  readonly seed?: Seed;
}

/** Results by milestone, a map a lane. */
async function run(orders: readonly LaneOrder[], stopAfter?: { lane: number; epoch: number }) {
  const engine = createReferenceEngine();
  const results = orders.map(() => new Map<number, TrialResult>());
  let epochNow = 0;
  await runTrials(
    engine,
    orders.map(({ given, milestones, seed = SEED }) => ({
      config: canonicalConfig({ ...small, ...given }),
      seed,
      data: loadDataset(engine, prepareDataset(spec, seed, null)),
      milestones,
    })),
    {
      onMilestone: (lane, epochs, result) => results[lane]!.set(epochs, result),
      onEpoch: (_, epoch) => {
        epochNow = epoch;
      },
      shouldStop: (lane) => stopAfter?.lane === lane && epochNow >= stopAfter.epoch,
    },
  );
  return results;
}

describe('runTrials', () => {
  it.each(ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)))(
    '%s completes with all its metrics and a curve point an epoch',
    async (arm) => {
      const [results] = await run([{ given: { arm }, milestones: [2] }]);
      const result = results!.get(2)!;
      if (result.outcome !== 'completed') throw new Error(result.reason);
      const vae = armNamed.get(arm)!.kind === 'generating';
      const expected = MEASURES.filter(
        ({ name, shape, from }) =>
          shape !== 'per epoch' &&
          (from === 'classifier' || (vae && from === 'vae')) &&
          name !== 'undertrained',
      );
      expect(Object.keys(result.measures).sort()).toEqual(expected.map(({ name }) => name).sort());
      expect(result.measures['test_accuracy']).toBeGreaterThan(0.3);
      expect((result.measures['test_confusion'] as number[]).reduce((sum, n) => sum + n)).toBe(100);
      expect(result.curves['classifier_loss']).toHaveLength(2);
      expect(result.curves['val_vae_loss']).toHaveLength(vae ? 2 : 0);
    },
  );

  it('gives a milestone the bits that it has when run alone', async () => {
    const [together] = await run([{ given: { arm: 'vae_mixing' }, milestones: [1, 3] }]);
    const [alone] = await run([{ given: { arm: 'vae_mixing' }, milestones: [1] }]);
    expect([...together!.keys()]).toEqual([1, 3]);
    expect(together!.get(1)).toEqual(alone!.get(1));
  });

  it('gives each lane of a cohort the result that it has alone, also when they end at different epochs', async () => {
    const orders: LaneOrder[] = [
      { given: { arm: 'vae_boundary', 'loss_weights.kl': 0.01 }, milestones: [1, 2] },
      { given: { arm: 'vae_boundary', 'loss_weights.kl': 1 }, milestones: [3], seed: [5, 6] },
    ];
    const together = await run(orders);
    for (const [lane, order] of orders.entries()) expect(together[lane]).toEqual((await run([order]))[0]);
  });

  it('reports a lane that diverges for all its milestones, and leaves its neighbour alone', async () => {
    const orders: LaneOrder[] = [
      { given: { arm: 'vae_mixing', learning_rate: 1e200 }, milestones: [2, 4] },
      { given: { arm: 'vae_mixing' }, milestones: [2] },
    ];
    const [bad, good] = await run(orders);
    expect([...bad!.keys()]).toEqual([2, 4]);
    expect(bad!.get(4)).toMatchObject({
      outcome: 'diverged',
      epoch: 1,
      reason: expect.stringContaining('loss'),
    });
    expect(good).toEqual((await run([orders[1]!]))[0]);
  });

  it('draws the noise of the collapse probe from rounds that no epoch has', () => {
    const { maximum } = parameterNamed.get('epochs') as { maximum?: number };
    expect(maximum).toBeLessThan(PROBE_ROUND);
  });

  it('stops a lane between epochs, which then reports nothing more', async () => {
    const [stopped, other] = await run(
      [
        { given: { arm: 'oversample' }, milestones: [1, 3] },
        { given: { arm: 'oversample' }, milestones: [3], seed: [5, 6] },
      ],
      { lane: 0, epoch: 1 },
    );
    expect([...stopped!.keys()]).toEqual([1]);
    expect([...other!.keys()]).toEqual([3]);
  });

  it('prior_shift ranks rows as none does, but predicts at the balanced prior', async () => {
    const trained = { minority_rate: 0.2, classifier_epochs: 30 };
    const [shifted] = await run([{ given: { arm: 'prior_shift', ...trained }, milestones: [3] }]);
    const [plain] = await run([{ given: { arm: 'none', ...trained }, milestones: [3] }]);
    const a = shifted!.get(3)!;
    const b = plain!.get(3)!;
    if (a.outcome !== 'completed' || b.outcome !== 'completed') throw new Error('diverged');
    const gain = (name: string) => Number(a.measures[name]) - Number(b.measures[name]);
    expect(Math.abs(gain('test_roc_auc'))).toBeLessThan(0.05);
    expect(gain('test_recall')).toBeGreaterThan(0.2);
    expect(gain('test_log_loss')).toBeLessThan(0);
  });
});
