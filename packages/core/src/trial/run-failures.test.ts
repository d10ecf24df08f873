import { describe, expect, it } from 'vitest';
import { canonicalConfig } from '../config/config.ts';
import { DECK_COEFFICIENTS } from '../dataset/simulated.ts';
import type { Engine } from '../engine/port.ts';
import { createReferenceEngine } from '../engine/reference/engine.ts';
import type { Values } from '../parameter/parameter.ts';
import { freeDataset, loadDataset, prepareDataset } from './load.ts';
import type { TrialResult } from './result.ts';
import { runTrials } from './run.ts';

/** An engine that counts what it gave out and was not given back, and fails when asked for the n-th thing. */
function countingEngine(failAt = Number.POSITIVE_INFINITY) {
  const engine = createReferenceEngine();
  const held = new Set<object>();
  let asked = 0;
  const count = <Held extends { free(): void }>(make: () => Held): Held => {
    if (asked++ === failAt) throw new Error('out of memory');
    const made = make();
    const free = made.free.bind(made);
    made.free = () => {
      held.delete(made);
      free();
    };
    held.add(made);
    return made;
  };
  const counting: Engine = {
    ...engine,
    rows: (...given) => count(() => engine.rows(...given)),
    vae: async (...given) => {
      const cohort = await engine.vae(...given);
      return count(() => cohort);
    },
    classifier: async (...given) => {
      const cohort = await engine.classifier(...given);
      return count(() => cohort);
    },
  };
  return { engine: counting, held: () => held.size };
}

const SEED = [11, 12] as const;
const dataset = prepareDataset(
  {
    kind: 'simulated',
    train: 60,
    validation: 20,
    test: 20,
    coefficients: [DECK_COEFFICIENTS],
    intercepts: [0],
  },
  SEED,
  null,
);
const typed = (given: Values) =>
  canonicalConfig({ minority_rate: 0.2, classifier_epochs: 1, batch_size: 64, ...given });

describe('what was taken from the engine is given back', () => {
  it.each(['oversample', 'smote', 'vae_mixing'] as const)('by %s, at its end', async (arm) => {
    const { engine, held } = countingEngine();
    const data = loadDataset(engine, dataset);
    const lane = { config: typed({ arm }), seed: SEED, milestones: [1], data };
    await runTrials(engine, [lane, lane], { onMilestone() {} });
    freeDataset(data);
    expect(held()).toBe(0);
  });

  it('whichever of the things asked for is refused', async () => {
    // Three splits, then two lanes of three blocks of rows, a VAE and a classifier.
    for (let failAt = 0; failAt < 11; failAt++) {
      const { engine, held } = countingEngine(failAt);
      const attempt = async () => {
        const data = loadDataset(engine, dataset);
        const lane = { config: typed({ arm: 'vae_mixing' }), seed: SEED, milestones: [1], data };
        await runTrials(engine, [lane, lane], { onMilestone() {} }).finally(() => freeDataset(data));
      };
      await expect(attempt(), `thing ${failAt}`).rejects.toThrow('out of memory');
      expect(held(), `thing ${failAt}`).toBe(0);
    }
  });

  it('when a hook throws', async () => {
    const { engine, held } = countingEngine();
    const data = loadDataset(engine, dataset);
    const before = held();
    const onMilestone = () => {
      throw new Error('disk full');
    };
    const lane = { config: typed({ arm: 'vae_boundary' }), seed: SEED, milestones: [1], data };
    await expect(runTrials(engine, [lane], { onMilestone })).rejects.toThrow('disk full');
    expect(held()).toBe(before);
  });
});

it('reports divergence in the very last step, after which no loss is measured', async () => {
  const engine = createReferenceEngine();
  const data = loadDataset(engine, dataset);
  const results: TrialResult[] = [];
  // One batch of all rows: its loss is taken before the step that ruins the parameters.
  const given = {
    arm: 'oversample',
    learning_rate: 1e200,
    classifier_hidden_sizes: [4, 4],
    batch_size: 4096,
  };
  await runTrials(engine, [{ config: typed(given), seed: SEED, milestones: [1], data }], {
    onMilestone: (_, __, result) => results.push(result),
  });
  expect(results).toMatchObject([
    { outcome: 'diverged', epoch: 1, reason: "the classifier's predictions became NaN" },
  ]);
});
