import {
  ARM_NAMES,
  canonicalConfig,
  DECK_COEFFICIENTS,
  denseVae,
  type Engine,
  freeDataset,
  IMAGE_ARMS,
  initialVae,
  loadDataset,
  Purpose,
  prepareDataset,
  runTrials,
  Stream,
  type TrialResult,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWebGpu } from './engine.ts';
import { onSoftwareDriver, testDevice } from './fixtures.ts';

const SEED = [1, 2] as const;
const SPEC = {
  ...({ kind: 'simulated', train: 300, validation: 50, test: 50 } as const),
  ...{ coefficients: [DECK_COEFFICIENTS], intercepts: [0] },
};

/** Results of an arm at its milestones. `more`: of its config. */
async function resultsOf(
  engine: Engine,
  arm: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<TrialResult[]> {
  const data = loadDataset(engine, prepareDataset(SPEC, SEED, null));
  const config = canonicalConfig({ arm, minority_rate: 0.1, classifier_epochs: 1, ...more });
  const results: TrialResult[] = [];
  await runTrials(engine, [{ config, seed: SEED, data, milestones: [1, 2] }], {
    onMilestone: (_lane, _epochs, result) => results.push(result),
  });
  freeDataset(data);
  return results;
}

onSoftwareDriver(import.meta.url, () => {
  describe('trials on a GPU', () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await openWebGpu(testDevice());
    });
    afterAll(() => engine.close());

    it.each(ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)))(
      'of %s end as those of the SIMD engine, number by number',
      { timeout: 300_000 },
      async (arm) => {
        expect(await resultsOf(engine, arm)).toEqual(await resultsOf(createSimdEngine(), arm));
      },
    );

    it('of networks that fit no workgroup’s memory end so too', { timeout: 300_000 }, async () => {
      const large = { hidden_sizes: [100, 100], classifier_hidden_sizes: [100, 100] };
      expect(await resultsOf(engine, 'vae_mixing', large)).toEqual(
        await resultsOf(createSimdEngine(), 'vae_mixing', large),
      );
    });

    it('have the same bits with any number of invocations', { timeout: 300_000 }, async () => {
      const network = denseVae({
        ...{ features: 6, hiddenSizes: [5], latentSize: 2, classes: 2 },
        ...{ reconstruction: 'bce', reduction: 'mean' },
      });
      const train = async (engine: Engine) => {
        const stream = new Stream(SEED, Purpose.data);
        const rows = engine.rows(40, 6);
        rows.write(
          0,
          Float32Array.from({ length: 240 }, () => stream.uniform()),
          Uint8Array.from({ length: 40 }, () => stream.below(2)),
        );
        const cohort = await engine.vae({ network, batchSize: 20, optimizer: 'rmsprop' }, [
          {
            ...{ seed: SEED, parameters: initialVae(network, SEED), dropout: 0.2, learningRate: 1e-2 },
            lossWeights: { reconstruction: 1, kl: 0.1, prediction: 0.5 },
          },
        ]);
        const order = Uint32Array.from({ length: 40 }, (_, i) => i);
        await cohort.fit([{ sources: [rows], order, weights: null, passes: 2, round: 0 }]);
        return cohort.parameters(0);
      };
      const truth = await train(createSimdEngine());
      for (const invocations of [4, 64, 256]) {
        const own = await openWebGpu({ ...testDevice(), invocations });
        expect(await train(own)).toEqual(truth);
        await own.close();
      }
    });
  });
});
