import { type Job, packSpec } from '@latentsweep/bus';
import { canonicalConfig, layOutImages, type TableSpec, type TrialResult } from '@latentsweep/core';
import { arrowBytes } from '@latentsweep/core/fixtures/arrow';
import { expect, test } from 'vitest';
import { ENGINES } from '../engines.ts';
import { openTrainer } from './trainer.ts';

const TABLE = '0'.repeat(64);
const ROWS = 150;
const rows = Array.from({ length: ROWS }, (_, i) => i);
const bytes = arrowBytes({
  age: rows.map((i) => 20 + ((i * 7) % 50) + (i % 5 === 0 ? 15 : 0)),
  town: rows.map((i) => ['Bern', 'Rom', 'Wien'][i % 3]!),
  state: rows.map((i) => (i % 5 === 0 ? 'left' : 'stayed')),
});
const spec: TableSpec = {
  ...{ kind: 'table', content: TABLE, target: 'state', positive: 'left', categorical: [], rule: 2 },
  ...{ scale: 'quantile', balance: 'majority', split: { train: 0.6, validation: 0.2, test: 0.2 } },
};
const packed = packSpec(spec);
const contentOf = (sha256: string) => (sha256 === TABLE ? bytes : packed.bytes);

const job = (arm: string): Job => ({
  ...{ v: 4, id: '1.1.1', sweepId: 1, engine: '', requires: [], dataset: packed.sha256 },
  config: canonicalConfig({ arm, minority_rate: 0.5, batch_size: 20, classifier_epochs: 1 }),
  ...{ replicate: 1, seed: '12345678deadbeef', milestones: [{ trialId: 1, epochs: 1, attempt: 1 }] },
});

/** Trained one after the other by one trainer. */
async function train(...arms: readonly string[]): Promise<TrialResult[]> {
  const trainer = await openTrainer(ENGINES, { kind: 'simd' });
  const results: TrialResult[] = [];
  try {
    for (const arm of arms) {
      await trainer.train([job(arm)], contentOf, {
        onMilestone: (_, __, result) => results.push(result),
        onFailure(_, error) {
          throw error;
        },
        onEpoch() {},
        shouldStop: () => false,
      });
      expect(trainer.held()).toEqual([job(arm).seed]);
    }
    return results;
  } finally {
    await trainer.close();
  }
}

test('a table that is held has its validation and test rows: generated rows are judged beside them in each trial', async () => {
  const arms = ['smote', 'vae_mixing', 'none', 'smote'];
  const together = await train(...arms);
  expect(together.map(({ outcome }) => outcome)).toEqual(arms.map(() => 'completed'));
  expect(together).toEqual((await Promise.all(arms.map((arm) => train(arm)))).flat());
  const [smote] = together;
  expect(smote).toMatchObject({
    measures: { closest_record_ratio: expect.any(Number), tstr_roc_auc: expect.any(Number) },
  });
});

test('images are trained on from their packed bytes, to the same bits in any order', async () => {
  const images = layOutImages({ count: 90, shape: [4, 4, 1], max: 255, classes: ['a', 'b', 'c'] });
  images.codes.forEach((_, i) => {
    images.codes[i] = i % 3;
  });
  images.pixels.forEach((_, at) => {
    images.pixels[at] = (at * 37 + (Math.floor(at / 16) % 3) * 60) % 256;
  });
  const packed = packSpec({
    ...{ kind: 'images', content: TABLE, positive: null, balance: 'majority' },
    split: { train: 0.6, validation: 0.2, test: 0.2 },
  });
  const run = async (...arms: readonly string[]) => {
    const trainer = await openTrainer(ENGINES, { kind: 'simd' });
    const results: TrialResult[] = [];
    for (const arm of arms) {
      const one = { ...job(arm), dataset: packed.sha256 };
      await trainer.train([one], (sha256) => (sha256 === TABLE ? images.bytes : packed.bytes), {
        onMilestone: (_, __, result) => results.push(result),
        onFailure(_, error) {
          throw error;
        },
        onEpoch() {},
        shouldStop: () => false,
      });
    }
    await trainer.close();
    return results;
  };
  const arms = ['transform', 'smote', 'vae_mixing', 'mixup', 'transform'];
  const together = await run(...arms);
  expect(together.map(({ outcome }) => outcome)).toEqual(arms.map(() => 'completed'));
  expect(together).toEqual((await Promise.all(arms.map((arm) => run(arm)))).flat());
});
