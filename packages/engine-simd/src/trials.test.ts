import {
  ARM_NAMES,
  canonicalConfig,
  type Dataset,
  DECK_COEFFICIENTS,
  type Engine,
  freeDataset,
  IMAGE_ARMS,
  loadDataset,
  type Predictions,
  prepareDataset,
  runTrials,
} from '@latentsweep/core';
import { expect, it } from 'vitest';
import { createSimdEngine } from './engine.ts';
import type { SimdRows } from './rows.ts';

const SEED = [1, 2] as const;

it('has all memory back after trials of every arm, also of those that a hook ends', async () => {
  const engine = createSimdEngine();
  const spec = { kind: 'simulated', train: 300, validation: 50, test: 50 } as const;
  const law = { coefficients: [DECK_COEFFICIENTS], intercepts: [0] };
  /** The lowest address that is free. */
  const lowest = () => {
    const rows = engine.rows(1, 10) as SimdRows;
    rows.free();
    return rows.address;
  };
  const before = lowest();
  for (const arm of ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm))) {
    const data = loadDataset(engine, prepareDataset({ ...spec, ...law }, SEED, null));
    const config = canonicalConfig({ arm, minority_rate: 0.1, classifier_epochs: 1 });
    const lane = { config, seed: SEED, data, milestones: [1, 3] };
    let milestones = 0;
    await runTrials(engine, [lane], { onMilestone: () => milestones++ });
    expect(milestones).toBe(2);
    await runTrials(engine, [lane], { onMilestone() {}, shouldStop: () => true });
    const onMilestone = () => {
      throw new Error('disk full');
    };
    await expect(runTrials(engine, [lane], { onMilestone })).rejects.toThrow('disk full');
    freeDataset(data);
    expect(lowest(), arm).toBe(before);
  }
});

const WIDE = 784;

function wideTable(): Dataset {
  const law = { coefficients: [Array.from({ length: WIDE }, (_, i) => (i % 7) - 3)], intercepts: [0] };
  return prepareDataset({ kind: 'simulated', train: 12_000, validation: 60, test: 40, ...law }, SEED, null);
}

/** A VAE's rows of a wide table with another classifier: those handed out, those made once more, and the most that lay here. */
async function wide(dataset: Dataset, classifier: string, patience: number) {
  const simd = createSimdEngine();
  let most = 0;
  const engine: Engine = {
    ...simd,
    rows(capacity, columns) {
      most = Math.max(most, capacity);
      return simd.rows(capacity, columns);
    },
  };
  const data = loadDataset(simd, dataset);
  const config = canonicalConfig({
    ...{ arm: 'vae_minority', classifier, patience, minority_rate: 0.1, hidden_sizes: [4], latent_size: 2 },
    ...{ batch_size: 100, steps_per_epoch: 10, learning_rate: 0.3, kl_warmup: 0, classifier_epochs: 1 },
    ...(classifier === 'logistic' ? { l2: 1e5 } : { classifier_hidden_sizes: [4] }),
  });
  const got: { told?: Predictions; made?: { features: Float32Array; labels: Uint8Array } } = {};
  await runTrials(engine, [{ config, seed: SEED, data, milestones: [4] }], {
    onMilestone: (_, __, { outcome }) => expect(outcome).toBe('completed'),
    onPredictions: (_, __, predictions) => {
      got.told = predictions;
    },
    onMaker: async (_, __, make) => {
      got.made = await make!(0);
    },
  });
  const shown = got.told!.rows!.made;
  const made = got.made!;
  const keyOf = (features: Float32Array, row: number) =>
    String(features.subarray(row * WIDE, row * WIDE + 5));
  const all = new Set(Array.from(made.labels, (_, row) => keyOf(made.features, row)));
  return {
    shown,
    most,
    made: made.labels.length,
    others: Array.from(shown.labels.keys()).filter((row) => !all.has(keyOf(shown.features, row))),
  };
}

it('holds few of many generated rows for what is fitted in one go, which are those that a network learns from', async () => {
  const dataset = wideTable();
  const network = await wide(dataset, 'ffn', 0);
  const logistic = await wide(dataset, 'logistic', 0);
  expect(logistic.shown).toEqual(network.shown);
  expect(logistic.made).toBeGreaterThan(5200);
  expect(network.most).toBe(network.made);
  expect(logistic.most).toBeLessThan(logistic.made);
  // Those that it shows are those that it learned from, also where its best weights are not those of now.
  const patient = await wide(dataset, 'logistic', 3);
  expect(patient.shown).not.toEqual(logistic.shown);
  expect(patient.others).toEqual([]);
});
