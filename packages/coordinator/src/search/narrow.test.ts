import { type AnyConfig, canonicalConfig, configHash, isBaseline, type Values } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { define } from '../sweep-file/fixtures.ts';
import { configsOf, examineSearcher, play } from './exam.ts';
import { createSearcher } from './searcher.ts';

const LISTS = `arm: { values: [oversample, vae_mixing, vae_boundary] }
dropout: { values: [0, 0.2, 0.4], when: { arm: vae_boundary } }
optimizer: { values: [adam, rmsprop] }
learning_rate: { values: [0.01, 0.1], when: { arm: [vae_mixing, vae_boundary], optimizer: adam } }
latent_size: { values: [2, 3], when: { dropout: [0.2, 0.4] } }
epochs: { values: [5, 10], when: { optimizer: rmsprop } }`;
const grid = define(LISTS);
const allOf = (definition: ReturnType<typeof define>) => configsOf(play(createSearcher(definition)));

/** By the words of the file. */
function expected(): string[] {
  const hashes = new Set<string>();
  for (const arm of ['oversample', 'vae_mixing', 'vae_boundary']) {
    for (const optimizer of ['adam', 'rmsprop']) {
      for (const dropout of arm === 'vae_boundary' ? [0, 0.2, 0.4] : [0]) {
        for (const rate of arm !== 'oversample' && optimizer === 'adam' ? [0.01, 0.1] : [null]) {
          for (const latent_size of dropout > 0 ? [2, 3] : [null]) {
            for (const epochs of optimizer === 'rmsprop' ? [5, 10] : [20]) {
              const given: Record<string, number | string> = { arm, optimizer, dropout, epochs };
              if (rate !== null) given['learning_rate'] = rate;
              if (latent_size !== null) given['latent_size'] = latent_size;
              hashes.add(configHash(canonicalConfig(given)));
            }
          }
        }
      }
    }
  }
  return [...hashes].sort();
}

test('a grid has the configs that the words of the file have', () => {
  expect(allOf(grid).map(configHash).sort()).toEqual(expected());
});

const count = expected().length;
examineSearcher('a grid with when', grid, createSearcher, count);
for (const method of ['random', 'sobol', 'bayes']) {
  const top = `method: ${method}\nrun_cap: 60\nbaselines: false`;
  const drawn = define(
    `arm: { values: [oversample, vae_mixing, vae_boundary] }
dropout: { min: 0.0, max: 0.5, when: { arm: vae_boundary } }
optimizer: { values: [adam, rmsprop] }
learning_rate: { min: 0.001, max: 0.1, when: { optimizer: adam } }
latent_size: { min: 2, max: 9 }`,
    top,
  );
  examineSearcher(`${method} with when`, drawn, createSearcher, 60);
  examineSearcher(`${method} with when, over lists`, define(LISTS, top), createSearcher, count);
  examineSearcher(`${method} with when and baselines`, { ...drawn, baselines: true }, createSearcher, 60);

  test(`${method} draws a parameter where its when holds, and nowhere else`, () => {
    const held = (name: string, where: (config: Values) => boolean, usual: number) => {
      const values = (part: readonly AnyConfig[]) => part.map((config: Values) => config[name]);
      const configs = allOf(drawn);
      const elsewhere = values(configs.filter((config) => !where(config))).filter(
        (value) => value !== undefined,
      );
      expect(new Set(elsewhere)).toEqual(new Set([usual]));
      const there = values(configs.filter(where));
      expect(new Set(there).size).toBe(there.length);
    };
    held('dropout', ({ arm }) => arm === 'vae_boundary', 0);
    held('learning_rate', ({ optimizer }) => optimizer === 'adam', 0.001);
  });
}

describe('beside baselines', () => {
  test('a small space is drawn, and each config has its own', () => {
    const lines =
      'arm: { values: [vae_mixing, vae_boundary] }\nbatch_size: { values: [80, 160], when: { arm: vae_boundary } }';
    const configs = allOf(define(lines, 'method: random\nrun_cap: 50'));
    expect(configs.filter((config) => !isBaseline(config))).toHaveLength(3);
    expect(
      configs
        .filter(isBaseline)
        .map((config: Values) => config['batch_size'])
        .sort(),
    ).toEqual([160, 160, 80]);
  });
});
