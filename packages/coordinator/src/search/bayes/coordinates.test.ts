import { BASELINE, canonicalConfig } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { define } from '../../sweep-file/fixtures.ts';
import { configsOf, play } from '../exam.ts';
import { createSearcher } from '../searcher.ts';
import { coordinatesOf } from './coordinates.ts';

const definition = define(
  `arm: { values: [smote, vae_mixing, vae_boundary] }
smote: { parameters: { neighbors: { min: 1, max: 200 } } }
dropout: { min: 0.0, max: 0.5, when: { arm: vae_boundary } }
latent_size: { min: 2, max: 20 }
learning_rate: { distribution: log_normal, mu: -7, sigma: 1 }
hidden_sizes: { values: [[10], [20, 10]] }
loss_weights: { values: [{ kl: 1, prediction: 0 }, { kl: 0, prediction: 1 }] }`,
  'method: sobol\nrun_cap: 200\nbaselines: false',
);
const coordinates = coordinatesOf(definition);
const configs = configsOf(play(createSearcher(definition)));
const axisOf = (name: string) => coordinates.axes.findIndex(({ names }) => names.includes(name));

test('a config and its coordinates are one, for numbers beside each other to 9 digits', () => {
  for (const config of configs) {
    const again = coordinates.config(coordinates.of(config)!);
    expect(Object.keys(again)).toEqual(Object.keys(config));
    for (const [name, value] of Object.entries(config)) {
      const found = (again as Record<string, unknown>)[name];
      if (typeof value === 'number') expect(found).toBeCloseTo(value, 9);
      else expect(found).toEqual(value);
    }
  }
});

test('an axis has a coordinate where it means something, and only there', () => {
  for (const config of configs) {
    const x = coordinates.of(config)!;
    const has = (name: string) => !Number.isNaN(x[axisOf(name)]!);
    const vae = String(config.arm).startsWith('vae');
    expect(has('smote.neighbors')).toBe(config.arm === 'smote');
    expect(has('dropout')).toBe(config.arm === 'vae_boundary');
    expect([has('latent_size'), has('loss_weights.kl'), has('learning_rate')]).toEqual([vae, vae, true]);
    expect([...coordinates.stripped(x.map((at) => at || 0))].map(Number.isNaN)).toEqual(
      [...x].map(Number.isNaN),
    );
  }
});

test('coordinates of many draws are uniform', () => {
  const sizes = configs.flatMap((config) =>
    config.arm === 'smote' ? [coordinates.of(config)![axisOf('smote.neighbors')]!] : [],
  );
  const sorted = sizes.sort((a, b) => a - b);
  for (const [i, at] of sorted.entries()) expect(Math.abs(at - (i + 0.5) / sorted.length)).toBeLessThan(0.15);
});

describe('a config that the sweep does not draw has none', () => {
  const of = (given: Parameters<typeof canonicalConfig>[0]) => coordinates.of(canonicalConfig(given));
  test('a baseline', () => {
    expect(of({ ...configs[0], ...BASELINE })).toBeNull();
  });
  test('values that go together otherwise', () => {
    expect(of({ arm: 'vae_mixing', 'loss_weights.kl': 1, 'loss_weights.prediction': 1 })).toBeNull();
    const drawn = { arm: 'vae_mixing', latent_size: 3, learning_rate: 0.001, hidden_sizes: [10] };
    expect(of({ ...drawn, 'loss_weights.kl': 1, 'loss_weights.prediction': 0 })).not.toBeNull();
    expect(of({ ...drawn, latent_size: 21, 'loss_weights.kl': 1, 'loss_weights.prediction': 0 })).toBeNull();
  });
});
