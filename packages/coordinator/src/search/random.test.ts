import { type AnyConfig, BASELINE_ARM, baselineHash, configHash, type Values } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { define } from '../sweep-file/fixtures.ts';
import { configsOf, examineSearcher, play } from './exam.ts';
import { createSearcher } from './searcher.ts';

const top = 'method: random\nrun_cap: 300\nreplicates: 3\nbaselines: false';
const compared = (definition: SweepDefinition): SweepDefinition => ({ ...definition, baselines: true });

const allOf = (definition: SweepDefinition) => configsOf(play(createSearcher(definition)));

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
const shared = define(
  'arm: { values: [vae_mixing, vae_boundary, none] }\nloss_weights: { parameters: { kl: { min: 0.0, max: 1.0 } } }\nbatch_size: { values: [80, 160, 320] }\nepochs: { values: [5, 10] }',
  top,
);

examineSearcher('random over a continuous space', continuous, createSearcher, 100);
examineSearcher('random over arms that share little', arms, createSearcher, 100);
examineSearcher('random over a discrete space', discrete, createSearcher, 100);
examineSearcher('random over a space smaller than the cap', small, createSearcher, 20);
examineSearcher('random over linked values', linked, createSearcher, 100);
examineSearcher('random with baselines', compared(shared), createSearcher, 100);
examineSearcher('random with a baseline each', compared(continuous), createSearcher, 100);
examineSearcher('random over arms, with baselines', compared(arms), createSearcher, 100);
examineSearcher('random over a discrete space, with baselines', compared(discrete), createSearcher, 100);
examineSearcher('random over a small space, with baselines', compared(small), createSearcher, 22);

test('it finds as many distinct configs as are wanted, also where most draws repeat', () => {
  for (const definition of [continuous, arms, discrete, linked]) {
    expect(allOf(definition)).toHaveLength(100);
  }
});

test('a space with fewer configs than are wanted is enumerated', () => {
  const searcher = createSearcher(small);
  expect(searcher.size).toEqual({
    configs: 20,
    runs: 10,
    duplicatesRemoved: 0,
    valuesRepeated: 0,
    exact: true,
  });
  expect(configsOf(play(searcher, { atMost: 10 }))).toHaveLength(20);
});

test('a value without probability is never drawn nor counted', () => {
  const never = define('latent_size: { values: [2, 3, 4], probabilities: [0.5, 0, 0.5] }', top);
  expect(createSearcher(never).size.configs).toBe(2);
  expect(
    allOf(never)
      .map((c: Values) => c['latent_size'])
      .sort(),
  ).toEqual([2, 4]);
});

test('a search ends where nothing new turns up', () => {
  // 150 configs are wanted; all but 2 of the 201 have one chance in a million together.
  const rare = define(
    `latent_size: { values: [1, 2, ${Array.from({ length: 199 }, (_, i) => i + 3).join(', ')}], probabilities: [0.5, 0.499999, 0.000001${', 0'.repeat(198)}] }\ndropout: { values: [0, 0.1], probabilities: [0.99999999, 0.00000001] }`,
    'method: random\nrun_cap: 5',
  );
  const configs = allOf(rare);
  expect(configs.length).toBeGreaterThanOrEqual(2);
  expect(configs.length).toBeLessThan(5);
});

test('a parameter that is added or moved leaves the draws of the others alone', () => {
  const before = define('learning_rate: { min: 0.001, max: 0.1 }', top);
  const after = define('dropout: { min: 0.0, max: 0.5 }\nlearning_rate: { min: 0.001, max: 0.1 }', top);
  const rates = (d: typeof before) => allOf(d).map((c) => (c as Values)['learning_rate']);
  expect(rates(after)).toEqual(rates(before));
});

test('a higher cap goes on where the lower one ended', () => {
  const more = { ...arms, runCap: 600 };
  const first = allOf(arms).map(configHash);
  const all = new Set(allOf(more).map(configHash));
  expect(first.every((hash) => all.has(hash))).toBe(true);
  expect(all.size).toBe(200);
});

describe('linked values', () => {
  const configs = allOf({ ...linked, runCap: 3000 });

  test('are drawn together, by their probabilities', () => {
    const pairs = configs.map((c: Values) => `${c['loss_weights.kl']} ${c['loss_weights.prediction']}`);
    expect(new Set(pairs)).toEqual(new Set(['1 0', '0 1']));
    const share = pairs.filter((pair) => pair === '1 0').length / pairs.length;
    expect(Math.abs(share - 0.8)).toBeLessThan(0.05);
  });
});

describe('baselines', () => {
  const others = (configs: readonly AnyConfig[]) => configs.filter(({ arm }) => arm !== BASELINE_ARM);
  const uncompared = (configs: readonly AnyConfig[]) => {
    const hashes = new Set(configs.map(configHash));
    return configs.filter((config) => !hashes.has(baselineHash(config)));
  };

  test('each config has its own, of its passes of the classifier', () => {
    for (const definition of [shared, continuous, arms, discrete, small].map(compared)) {
      expect(uncompared(allOf(definition))).toEqual([]);
    }
    const baselines = allOf(compared(shared)).filter(({ arm }) => arm === BASELINE_ARM);
    expect(new Set(baselines.map((c) => (c as Values)['classifier_epochs']))).toEqual(new Set([7, 10]));
  });

  test('a draw comes after its own', () => {
    for (const definition of [shared, continuous, arms, discrete].map(compared)) {
      const configs = configsOf(play(createSearcher(definition), { atMost: 1 }));
      const at = new Map(configs.map((config, i) => [configHash(config), i]));
      for (const config of others(configs)) {
        expect(at.get(baselineHash(config))).toBeLessThan(at.get(configHash(config))!);
      }
    }
  });

  test('one that several draws share is tried once, and all count for the cap', () => {
    const configs = allOf(compared(shared));
    // Batches of 3 sizes, 2 numbers of epochs, 7 or 10 passes.
    expect(configs.length - others(configs).length).toBe(12);
    expect(configs).toHaveLength(100);
    expect(others(allOf(compared(continuous)))).toHaveLength(50);
  });

  test('change no draw', () => {
    const without = others(allOf(shared)).map(configHash);
    const withThem = others(allOf(compared(shared))).map(configHash);
    expect(withThem.every((hash) => without.includes(hash))).toBe(true);
  });

  test('are not drawn anew where an arm is the baseline', () => {
    expect(allOf(compared(arms))).toHaveLength(100);
  });

  test('the last place of a cap is the draw’s, and a higher cap adds the baseline', () => {
    const one = allOf({ ...compared(continuous), runCap: 3 });
    expect(one.map(({ arm }) => arm)).toEqual(['vae_mixing']);
    const two = allOf({ ...compared(continuous), runCap: 6 });
    expect(two).toEqual(expect.arrayContaining(one));
    expect(uncompared(two)).toEqual([]);
  });

  test('of a space that is enumerated are in its size', () => {
    // 10 sizes x 2 numbers of epochs, and a baseline for each of these.
    expect(createSearcher(compared(small)).size).toEqual({
      configs: 22,
      runs: 11,
      duplicatesRemoved: 0,
      valuesRepeated: 0,
      exact: true,
    });
    const boundary = define('arm: { values: [vae_mixing, vae_boundary, oversample] }', `${top}`);
    expect(
      allOf(compared(boundary))
        .map((c) => [c['arm'], (c as Values)['classifier_epochs']])
        .sort(),
    ).toEqual([
      ['oversample', 10],
      ['oversample', 7],
      ['vae_boundary', 7],
      ['vae_mixing', 10],
    ]);
    const given = define('arm: { values: [vae_boundary] }\nclassifier_epochs: { values: [3, 4] }', top);
    expect(allOf(compared(given))).toHaveLength(4);
  });
});
