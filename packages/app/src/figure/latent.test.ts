import type { Values } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import { expect, test } from 'vitest';
import { sweepWithTrials } from '../again/fixtures/sweep-with-trials.ts';
import { trainAgain } from '../again/train-again.ts';
import { gatherLatent } from './latent.ts';

const IMAGES = '{ kind: images, path: images.csv, target: y, shape: [2, 3, 1] }';
const TABLE = '{ path: customers.csv, target: state }';
const SMALL = {
  epochs: 1,
  classifier_epochs: 1,
  steps_per_epoch: 1,
  batch_size: 8,
  minority_rate: 1,
  latent_size: 3,
};

async function place(dataset: string, more: Values) {
  const config = { ...SMALL, ...more };
  const { store, sweep, trials } = await sweepWithTrials({ dataset, configs: [config] });
  const record = { config, trials: [{ id: trials[0], state: 'completed' }], trialCount: 1 };
  const reading = { ...store, findConfig: async () => 'abc', config: async () => record };
  const again = {
    of: (trialId: number) => trainAgain({ store, trialId, engines: ENGINES }),
    close: async () => {},
  };
  const wish = { figure: 'latent', config: 'abc' } as const;
  return gatherLatent(reading as unknown as Reading, sweep, wish, { again });
}

test.for([
  [IMAGES, { arm: 'vae_mixing', encoder_layers: ['conv 2 2x2', 'dense 4'] }, ['dark', 'bright']],
  [IMAGES, { arm: 'vae_conditional' }, ['dark', 'bright']],
  [IMAGES, { arm: 'vae_minority', encoder_layers: ['conv 4 2x2', 'dense 8'] }, ['bright']],
  [TABLE, { arm: 'vae_boundary' }, ['stayed', 'left']],
] as const)('training rows of %s by class: %j', async ([dataset, config, classes]) => {
  const data = await place(dataset, config);
  expect(data).toMatchObject({ arm: config.arm, coordinates: 3, sample: { what: 'rows' } });
  const named = data.points.map(({ of }) => data.classes[of]!);
  expect(new Set(named)).toEqual(new Set(classes));
  expect(data.points).toHaveLength(data.sample.shown);
  // These are few enough to be shown whole.
  expect(data.sample.shown).toBe(data.sample.of);
  expect(new Set(data.points.map(({ at }) => at.join())).size).toBeGreaterThan(3);
  const told = data.notes.filter((note) => note.includes('told the class')).length;
  expect(told).toBe(config.arm === 'vae_conditional' ? 1 : 0);
});

const chosen = async (wish: { readonly where?: string }, hashes: (where: string | undefined) => string[]) => {
  const asked: (string | undefined)[] = [];
  const store = {
    bestConfig: async () => ({ hash: 'plain' }),
    leaderboard: async (_: unknown, { where }: { where?: string }) => {
      asked.push(where);
      return { columns: ['config_hash', 'n'], rows: hashes(where).map((hash) => [hash, 1]) };
    },
    findConfig: async (_: unknown, hash: string) => {
      throw new Error(`drawn of ${hash}`);
    },
  };
  const sweep = { word: 'deck', metric: 'test_accuracy' } as KnownSweep;
  const services = { again: { of: () => Promise.reject(), close: async () => {} } };
  const drawn = gatherLatent(store as unknown as Reading, sweep, { figure: 'latent', ...wish }, services);
  return {
    asked,
    error: await drawn.then(
      () => null,
      (error: Error) => error,
    ),
  };
};

test('it is of the best config with a VAE, whatever is better', async () => {
  const { asked, error } = await chosen({ where: 'epochs = 1 or epochs = 2' }, () => ['vae']);
  expect(error?.message).toBe('drawn of vae');
  expect(asked).toEqual([
    'epochs = 1 or epochs = 2',
    "(epochs = 1 or epochs = 2) and arm in ('vae_mixing', 'vae_boundary', 'vae_conditional', 'vae_minority')",
  ]);
});

test('where there is none, it says so', async () => {
  expect((await chosen({}, () => [])).error).toMatchObject({
    code: 'nothing_to_draw',
    message: 'No config of deck with a VAE has a result.',
  });
  await expect(place(IMAGES, { arm: 'smote' })).rejects.toMatchObject({
    code: 'nothing_to_draw',
    message: expect.stringContaining('its arm, smote, has no VAE'),
  });
});
