import { type AnyConfig, configHash, type Values } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { define } from '../sweep-file/fixtures.ts';
import { configsOf, examineSearcher, play } from './exam.ts';
import { createSearcher } from './searcher.ts';

const LINES = `latent_size: { min: 2, max: 10 }
loss_weights: { values: [{ kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }] }`;
const POINTS =
  'points: [{ latent_size: 7 }, { latent_size: 3, loss_weights: { kl: 0, prediction: 1 } }, { latent_size: 7 }]';
const of = (method: string, more = 'dropout: { min: 0.0, max: 0.5 }', runCap = 40) =>
  define(`${LINES}\n${more}`, `method: ${method}\nrun_cap: ${runCap}\nbaselines: false\n${POINTS}`);
const whole = of('random', '');
const sizes = (configs: readonly AnyConfig[]) => configs.map((config: Values) => config['latent_size']);
const allOf = (definition: ReturnType<typeof define>) =>
  configsOf(play(createSearcher(definition), { atMost: 1000 }));

for (const method of ['random', 'sobol', 'bayes']) {
  examineSearcher(`${method} with points`, of(method), createSearcher, 40);

  test(`${method} begins with the points, and draws what they leave out`, () => {
    const configs = allOf(of(method));
    expect(sizes(configs).slice(0, 3)).toEqual([7, 3, 7]);
    expect((configs[1] as Values)['loss_weights.prediction']).toBe(1);
    const dropouts = configs.slice(0, 3).map((config: Values) => config['dropout']);
    expect(new Set(dropouts).size).toBe(3);
  });

  test(`${method} draws the same without points, but for them`, () => {
    if (method === 'bayes') return;
    const { points: _, ...bare } = of(method);
    expect(allOf(of(method)).slice(3).map(configHash)).toEqual(allOf(bare).slice(3).map(configHash));
  });
}

test('what others are compared with comes before the points', () => {
  const baseline = [{ latent_size: 9 }];
  for (const method of ['random', 'sobol', 'bayes']) {
    expect(sizes(allOf({ ...of(method), baseline })).slice(0, 4)).toEqual([9, 7, 3, 7]);
  }
  expect(sizes(allOf({ ...whole, baseline }))[0]).toBe(9);
  expect(sizes(allOf({ ...whole, baseline }))).toHaveLength(18);
});

test('a value that the drawn arm ignores has another arm drawn, of an order of its own', () => {
  const arms = 'arm: { values: [none, oversample, class_weight, undersample, vae_mixing] }';
  const space = `${arms}\nlatent_size: { min: 2, max: 10 }\ndropout: { min: 0.0, max: 0.5 }`;
  const sizesFrom = (method: string, seed: number) =>
    sizes(
      allOf({
        ...define(space, `method: ${method}\nrun_cap: 12\nbaselines: false\npoints: [{ latent_size: 4 }]`),
        ...{ seed, baseline: [{ latent_size: 9 }] },
      }),
    ).slice(0, 2);
  for (const method of ['random', 'sobol', 'bayes']) {
    for (let seed = 1; seed <= 20; seed++) expect(sizesFrom(method, seed)).toEqual([9, 4]);
  }
});

examineSearcher('a whole space with points', whole, createSearcher, 18);

test('of a space that is tried whole they come first, and no config twice', () => {
  expect(sizes(allOf(whole))[0]).toBe(7);
  expect(sizes(allOf(whole))).toHaveLength(18);
});
