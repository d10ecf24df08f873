import { describe, expect, it } from 'vitest';
import { ARM_NAMES, type ArmName, IMAGE_ARMS } from '../augment/arms.ts';
import { canonicalConfig } from '../config/config.ts';
import { cutMinority } from '../dataset/cut.ts';
import type { SimulatedSpec } from '../dataset/dataset.ts';
import { DECK_COEFFICIENTS } from '../dataset/simulated.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import { computeMetrics } from '../metric/compute.ts';
import type { Values } from '../parameter/parameter.ts';
import type { Seed } from '../random/stream.ts';
import { loadDataset, prepareDataset } from './load.ts';
import type { Predictions } from './predictions.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';

const SEED: Seed = [11, 12];
const TWO: SimulatedSpec = {
  kind: 'simulated',
  train: 400,
  validation: 90,
  test: 100,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};
const THREE: SimulatedSpec = {
  ...TWO,
  coefficients: [
    [0, 0, 1],
    [1, -2, 0.5],
    [-1, 1, 2],
  ],
  intercepts: [0, 0.5, -0.25],
};

async function run(spec: SimulatedSpec, given: Values, milestones: readonly number[], asked = true) {
  const engine = createReferenceEngine();
  const dataset = prepareDataset(spec, SEED, null);
  const small = { minority_rate: 0.2, classifier_epochs: 2, batch_size: 32, learning_rate: 0.01 };
  const config = canonicalConfig({ ...small, ...given });
  const told: Record<number, Predictions> = {};
  const results: TrialResult[] = [];
  await runTrials(engine, [{ config, seed: SEED, data: loadDataset(engine, dataset), milestones }], {
    onMilestone: (_, __, result) => results.push(result),
    ...(asked && {
      onPredictions: (_: number, epochs: number, predictions: Predictions) => {
        expect(results).toHaveLength(Object.keys(told).length);
        told[epochs] = predictions;
      },
    }),
  });
  return { told, results, dataset, config };
}

const MAKE_NONE: readonly ArmName[] = ['undersample', 'none', 'class_weight', 'prior_shift', 'oversample'];

describe('predictions', () => {
  it.each(ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)))(
    'of %s are those that its measures were computed from',
    async (arm) => {
      const { told, results, dataset } = await run(TWO, { arm }, [1, 2]);
      expect(Object.keys(told)).toEqual(['1', '2']);
      const { test, validation, rows } = told[2]!;
      const [, last] = results;
      if (last?.outcome !== 'completed') throw new Error('no result');
      for (const [prefix, { probabilities, labels }] of [
        ['test', test],
        ['val', validation],
      ] as const) {
        const { roc_auc, log_loss } = computeMetrics(probabilities, labels, dataset.classes);
        expect({ roc_auc, log_loss }).toEqual({
          roc_auc: last.measures[`${prefix}_roc_auc`],
          log_loss: last.measures[`${prefix}_log_loss`],
        });
      }
      expect(rows === null).toBe(MAKE_NONE.includes(arm));
    },
  );

  it('change no bit of a result', async () => {
    for (const arm of ['vae_mixing', 'smote'] as const) {
      const asked = await run(THREE, { arm }, [1, 2]);
      const unasked = await run(THREE, { arm }, [1, 2], false);
      expect(asked.results).toEqual(unasked.results);
      expect(unasked.told).toEqual({});
    }
  });

  it('come with real rows of the classes that rows were made from, as many where there are so many', async () => {
    const { told, dataset, config } = await run(THREE, { arm: 'smote' }, [1]);
    const { made, real } = told[1]!.rows!;
    const { kept, target } = cutMinority(dataset, config.minority_rate, SEED);
    const minorities = [1, 2];
    expect(made.of).toBe(minorities.reduce((sum, k) => sum + target[k]! - kept[k]!.length, 0));
    expect(real.of).toBe(minorities.reduce((sum, k) => sum + kept[k]!.length, 0));
    expect(made.labels).toHaveLength(made.of);
    expect(made.features).toHaveLength(made.of * dataset.features);
    expect([...new Set(real.labels)]).toEqual(minorities);
    // Each once, and out of the rows that are left of its class.
    const rowsOf = (features: Float32Array) =>
      Array.from({ length: features.length / 3 }, (_, i) => features.slice(3 * i, 3 * i + 3).join());
    const allowed = new Set(
      minorities.flatMap((k) =>
        [...kept[k]!].map((r) => dataset.train.features.slice(3 * r, 3 * r + 3).join()),
      ),
    );
    const shown = rowsOf(real.features);
    expect(shown.every((row) => allowed.has(row))).toBe(true);
    expect(new Set(shown).size).toBe(real.of);
  });

  it('have the placebo’s row as often as training saw it', async () => {
    const { rows } = (await run(TWO, { arm: 'placebo' }, [1])).told[1]!;
    expect(new Set(rows!.made.features)).toEqual(new Set([0.5]));
    expect(rows!.made.of).toBeGreaterThan(20);
  });

  it('have 1,000 rows of each kind at most, the same ones each time, others in another epoch', async () => {
    const spec = { ...TWO, train: 2600 };
    const fast = { batch_size: 512, vae_epochs: 1, classifier_epochs: 1, hidden_sizes: [2], latent_size: 1 };
    const given = { ...fast, arm: 'vae_mixing', minority_rate: 0.9, 'mixing.generated': 60 };
    const once = (await run(spec, given, [1, 2])).told;
    const { made, real } = once[1]!.rows!;
    expect(made.of).toBeGreaterThan(1000);
    expect(made.labels).toHaveLength(1000);
    expect(real.labels).toHaveLength(1000);
    expect((await run(spec, given, [1, 2])).told).toEqual(once);
    expect(once[2]!.rows!.real.features).not.toEqual(real.features);
  });

  it('have those generated rows of `vae_boundary` alone that were kept', async () => {
    const narrow = await run(TWO, { arm: 'vae_boundary', band: 0.0001 }, [1]);
    const wide = await run(TWO, { arm: 'vae_boundary', band: 0.5 }, [1]);
    expect(narrow.told[1]!.rows!.made.of).toBeLessThan(wide.told[1]!.rows!.made.of);
    expect(wide.told[1]!.rows!.made.of).toBeGreaterThan(100);
  });
});
