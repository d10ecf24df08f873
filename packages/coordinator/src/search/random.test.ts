import { configHash } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { define } from '../sweep-file/fixtures.ts';
import { askAll, examineSearcher } from './exam.ts';
import { createSearcher } from './searcher.ts';

const top = 'method: random\nrun_cap: 300\nreplicates: 3';

const continuous = define(
  `learning_rate: { distribution: log_uniform_values, min: 1e-4, max: 1e-2 }
loss_weights: { parameters: { kl: { min: 0.0, max: 1.0 }, prediction: { distribution: log_normal, mu: -2, sigma: 1 } } }
latent_size: { min: 2, max: 20 }`,
  top,
);
const arms = define(
  `arm: { values: [none, oversample, vae_mixing], probabilities: [0.45, 0.45, 0.1] }
loss_weights: { parameters: { kl: { min: 0.0, max: 1.0 } } }
epochs: { values: [5, 10, 20] }`,
  top,
);
const discrete = define(
  'latent_size: { min: 1, max: 20 }\nepochs: { values: [5, 10] }\ndropout: { values: [0, 0.1, 0.2, 0.3] }',
  top,
);
const small = define('latent_size: { min: 1, max: 10 }\nepochs: { values: [5, 10] }', top);
const linked = define(
  'loss_weights: { values: [{ kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }], probabilities: [0.8, 0.2] }\nlearning_rate: { min: 0.001, max: 0.1 }',
  top,
);

examineSearcher('random over a continuous space', continuous, createSearcher);
examineSearcher('random over arms that share little', arms, createSearcher);
examineSearcher('random over a discrete space', discrete, createSearcher);
examineSearcher('random over a space smaller than the cap', small, createSearcher);
examineSearcher('random over linked values', linked, createSearcher);

test('it finds as many distinct configs as are wanted, also where most draws repeat', () => {
  for (const definition of [continuous, arms, discrete, linked]) {
    expect(askAll(createSearcher(definition), 10).configs).toHaveLength(100);
  }
});

test('a space with fewer configs than are wanted is enumerated', () => {
  const searcher = createSearcher(small);
  expect(searcher.size).toEqual({ configs: 20, runs: 10, duplicates: 0, repeated: 0, exact: true });
  expect(askAll(searcher, 10).configs).toHaveLength(20);
});

test('a value without probability is never drawn nor counted', () => {
  const never = define('latent_size: { values: [2, 3, 4], probabilities: [0.5, 0, 0.5] }', top);
  expect(createSearcher(never).size.configs).toBe(2);
  expect(
    askAll(createSearcher(never), 10)
      .configs.map((c) => c['latent_size'])
      .sort(),
  ).toEqual([2, 4]);
});

test('a search ends where nothing new turns up', () => {
  // 150 configs are wanted; all but 2 of the 201 have one chance in a million together.
  const rare = define(
    `latent_size: { values: [1, 2, ${Array.from({ length: 199 }, (_, i) => i + 3).join(', ')}], probabilities: [0.5, 0.499999, 0.000001${', 0'.repeat(198)}] }\ndropout: { values: [0, 0.1], probabilities: [0.99999999, 0.00000001] }`,
    'method: random\nrun_cap: 5',
  );
  const { configs } = askAll(createSearcher(rare), 10);
  expect(configs.length).toBeGreaterThanOrEqual(2);
  expect(configs.length).toBeLessThan(5);
});

test('a parameter that is added or moved leaves the draws of the others alone', () => {
  const before = define('learning_rate: { min: 0.001, max: 0.1 }', top);
  const after = define('dropout: { min: 0.0, max: 0.5 }\nlearning_rate: { min: 0.001, max: 0.1 }', top);
  const rates = (d: typeof before) => askAll(createSearcher(d), 100).configs.map((c) => c['learning_rate']);
  expect(rates(after)).toEqual(rates(before));
});

test('a higher cap goes on where the lower one ended', () => {
  const more = { ...arms, runCap: 600 };
  const first = askAll(createSearcher(arms), 50).configs.map(configHash);
  const all = new Set(askAll(createSearcher(more), 50).configs.map(configHash));
  expect(first.every((hash) => all.has(hash))).toBe(true);
  expect(all.size).toBe(200);
});

describe('linked values', () => {
  const { configs } = askAll(createSearcher({ ...linked, runCap: 3000 }), 100);

  test('are drawn together, by their probabilities', () => {
    const pairs = configs.map(
      (c) => `${String(c['loss_weights.kl'])} ${String(c['loss_weights.prediction'])}`,
    );
    expect(new Set(pairs)).toEqual(new Set(['1 0', '0 1']));
    const share = pairs.filter((pair) => pair === '1 0').length / pairs.length;
    expect(Math.abs(share - 0.8)).toBeLessThan(0.05);
  });
});
