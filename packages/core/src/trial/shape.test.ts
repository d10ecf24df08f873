import { describe, expect, it } from 'vitest';
import { ARM_NAMES, IMAGE_ARMS } from '../augment/arms.ts';
import { canonicalConfig } from '../config/config.ts';
import { parametersBeside } from '../config/parameters.ts';
import { DECK_COEFFICIENTS } from '../dataset/simulated.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import type { Values } from '../parameter/parameter.ts';
import { loadDataset, prepareDataset } from './load.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';
import { shapeOf } from './shape.ts';

const typed = (given: Values) =>
  canonicalConfig({
    minority_rate: 0.2,
    classifier_epochs: 1,
    batch_size: 64,
    hidden_sizes: [4],
    ...given,
  });

const SEED = [3, 4] as const;
const engine = createReferenceEngine();
const load = (coefficients: readonly number[]) => {
  const sizes = { train: 60, validation: 20, test: 20 };
  const spec = { kind: 'simulated', ...sizes, coefficients: [coefficients], intercepts: [0] } as const;
  return loadDataset(engine, prepareDataset(spec, SEED, null));
};
const data = load(DECK_COEFFICIENTS);
const lane = (given: Values, on = data) => ({ config: typed(given), seed: SEED, data: on, milestones: [1] });

async function run(lanes: readonly ReturnType<typeof lane>[]): Promise<TrialResult[]> {
  const results: TrialResult[] = [];
  await runTrials(engine, lanes, {
    onMilestone: (i, _, result) => {
      results[i] = result;
    },
  });
  return results;
}

/** Whether the trial loop takes them into a cohort; then each must have the result that it has alone. */
async function fit(...lanes: readonly ReturnType<typeof lane>[]): Promise<boolean> {
  try {
    const results = await run(lanes);
    for (const [i, alone] of lanes.entries()) expect(results[i]).toEqual((await run([alone]))[0]);
    return true;
  } catch (error) {
    if (error instanceof TypeError && /do not fit into a cohort/.test(error.message)) return false;
    throw error;
  }
}

/** Another value of each parameter than the one above or the default. */
const OTHERS: Values = {
  minority_rate: 0.3,
  epochs: 3,
  classifier_epochs: 2,
  classifier_hidden_sizes: [3],
  classifier_layers: ['dense 3'],
  encoder_layers: ['dense 4'],
  batch_size: 32,
  optimizer: 'adam',
  learning_rate: 0.01,
  hidden_sizes: [5],
  latent_size: 3,
  dropout: 0.5,
  vae_epochs: 3,
  'loss_weights.reconstruction': 2,
  'loss_weights.kl': 0.3,
  'loss_weights.prediction': 0.7,
  reconstruction: 'mse',
  reduction: 'sum',
  kl_warmup: 3,
  free_bits: 0.25,
  band: 0.4,
  'mixing.real': 30,
  'mixing.generated': 2,
  'mixing.majority': 8,
  'smote.neighbors': 3,
  'mixup.alpha': 1,
  'placebo.fill': 'mean',
};

describe('The shape of a trial', () => {
  it.each(ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)))(
    'is all that trials of %s must share for the trial loop to take them together',
    async (arm) => {
      for (const { name } of parametersBeside({ arm })) {
        if (name === 'arm') continue;
        const plain = lane({ arm });
        const other = lane({ arm, [name]: OTHERS[name]! });
        const same = shapeOf(plain.config) === shapeOf(other.config);
        expect([name, await fit(plain, other)]).toEqual([name, same]);
      }
    },
  );

  it('is that of other arms with the same networks', async () => {
    const plain = lane({ arm: 'oversample' });
    const smote = lane({ arm: 'smote' });
    const vae = lane({ arm: 'vae_mixing', latent_size: 2 });
    const boundary = lane({ arm: 'vae_boundary', latent_size: 2 });
    const shapes = [plain, smote, vae, boundary].map(({ config }) => shapeOf(config));
    expect(shapes[0]).toBe(shapes[1]);
    expect(shapes[2]).toBe(shapes[3]);
    expect(shapes[1]).not.toBe(shapes[2]);
    expect([await fit(plain, smote), await fit(vae, boundary), await fit(plain, vae)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('holds for data of one width: others are refused', async () => {
    expect(await fit(lane({ arm: 'oversample' }), lane({ arm: 'oversample' }, load([1, -1])))).toBe(false);
  });
});
