import type { AnyConfig, Values } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { SweepDefinition } from '../../port.ts';
import { define } from '../../sweep-file/fixtures.ts';
import { configsOf, examineSearcher, play } from '../exam.ts';
import { createSearcher } from '../searcher.ts';

const top = 'method: sobol\nrun_cap: 300\nreplicates: 3\nbaselines: false';
const compared = (definition: SweepDefinition): SweepDefinition => ({ ...definition, baselines: true });
const allOf = (definition: SweepDefinition) => configsOf(play(createSearcher(definition)));
const valuesOf = (configs: readonly AnyConfig[], name: string) =>
  configs.map((config: Values) => config[name] as number);

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
const linked = define(
  'loss_weights: { values: [{ kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }], probabilities: [0.75, 0.25] }\nlearning_rate: { min: 0.001, max: 0.1 }',
  top,
);
const small = define('latent_size: { min: 1, max: 10 }\nepochs: { values: [5, 10] }', top);

examineSearcher('sobol over a continuous space', continuous, createSearcher, 100);
examineSearcher('sobol over arms that share little', arms, createSearcher, 100);
examineSearcher('sobol over a discrete space', discrete, createSearcher, 100);
examineSearcher('sobol over a space smaller than the cap', small, createSearcher, 20);
examineSearcher('sobol over linked values', linked, createSearcher, 100);
examineSearcher('sobol with baselines', compared(discrete), createSearcher, 100);
examineSearcher('sobol with a baseline each', compared(continuous), createSearcher, 100);

describe('64 configs', () => {
  const configs = allOf({ ...continuous, runCap: 64 * 3 });

  test('have one in each 64th of a rate’s logarithms, whatever the seed', () => {
    for (const seed of [1, 2, 3]) {
      const rates = valuesOf(allOf({ ...continuous, runCap: 64 * 3, seed }), 'learning_rate');
      const cells = rates.map((rate) => Math.floor((64 * Math.log(rate / 1e-4)) / Math.log(100)));
      expect(new Set(cells).size).toBe(64);
    }
  });

  test('have each whole number as often as it can be', () => {
    const counts = [...Map.groupBy(valuesOf(configs, 'latent_size'), (size) => size).values()];
    expect(counts).toHaveLength(19);
    // 64 / 19 is 3.4.
    expect(counts.every(({ length }) => length >= 2 && length <= 5)).toBe(true);
  });

  test('have values that go together by their probabilities, as nearly as 64 can', () => {
    const pairs = allOf({ ...linked, runCap: 64 * 3 }).map(
      (config: Values) => `${config['loss_weights.kl']} ${config['loss_weights.prediction']}`,
    );
    expect(pairs.filter((pair) => pair === '1 0')).toHaveLength(48);
    expect(pairs.filter((pair) => pair === '0 1')).toHaveLength(16);
  });
});

test('the order of a file decides nothing', () => {
  const turned = { ...continuous, parameters: continuous.parameters.toReversed() };
  expect(allOf(turned)).toEqual(allOf(continuous));
});

test('a higher cap goes on where the lower one ended', () => {
  const more = allOf({ ...continuous, runCap: 600 });
  expect(more.slice(0, 100)).toEqual(allOf(continuous));
});
