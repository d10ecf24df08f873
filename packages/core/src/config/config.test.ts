import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARM_NAMES } from '../augment/arms.ts';
import type { Values } from '../parameter/parameter.ts';
import { type Config, canonicalConfig, readConfig } from './config.ts';
import { baselineHash, configHash, resultKey, runHash } from './hash.ts';
import { parametersBeside } from './parameters.ts';

describe('canonicalConfig', () => {
  it('drops what the arm does not use, so that such configs are equal', () => {
    const a = canonicalConfig({ arm: 'oversample', latent_size: 2, 'loss_weights.kl': 0.5 });
    const b = canonicalConfig({ arm: 'oversample', latent_size: 10 });
    expect(a).toEqual(b);
    expect(configHash(a)).toBe(configHash(b));
    expect(a).not.toHaveProperty('latent_size');
  });

  it('fills in the arm’s defaults and is idempotent', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ARM_NAMES), (arm) => {
        const config = canonicalConfig({ arm });
        expect(canonicalConfig(config)).toEqual(config);
        expect(Object.keys(config)).toEqual(parametersBeside(config).map((p) => p.name));
      }),
    );
    expect(canonicalConfig({ arm: 'vae_boundary' })).toMatchObject({
      latent_size: 30,
      hidden_sizes: [20, 20],
    });
    expect(canonicalConfig({})).toMatchObject({
      arm: 'vae_mixing',
      latent_size: 2,
      'loss_weights.prediction': 0.1,
    });
  });

  it('does not take parameters from the prototype', () => {
    expect(canonicalConfig(Object.create({ latent_size: 99 }))).toHaveProperty('latent_size', 2);
  });
});

describe('hashes', () => {
  const config = canonicalConfig({ arm: 'vae_mixing', epochs: 5 });

  it('do not depend on the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(config).reverse());
    expect(configHash(reversed as unknown as Config)).toBe(configHash(config));
  });

  it('share the run among configs that differ only in epochs', () => {
    const longer = canonicalConfig({ arm: 'vae_mixing', epochs: 20 });
    expect(runHash(longer)).toBe(runHash(config));
    expect(configHash(longer)).not.toBe(configHash(config));
  });

  it('name the oversample config with the same shared parameters as baseline', () => {
    const baseline = canonicalConfig({ arm: 'oversample', epochs: 5 });
    expect(baselineHash(config)).toBe(configHash(baseline));
    expect(baselineHash(baseline)).toBe(configHash(baseline));
  });

  it('tell results apart by config, data, seed and engine', () => {
    const keys = [
      resultKey(configHash(config), 'd', [1, 2], 'simd@1'),
      resultKey(configHash(config), 'e', [1, 2], 'simd@1'),
      resultKey(configHash(config), 'd', [1, 3], 'simd@1'),
      resultKey(configHash(config), 'd', [1, 2], 'simd@2'),
      resultKey(configHash(canonicalConfig({ epochs: 6 })), 'd', [1, 2], 'simd@1'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('readConfig', () => {
  const config: Values = canonicalConfig({ arm: 'smote', classifier_hidden_sizes: [4] });
  const { epochs: _, ...lacking } = config;

  it('takes what canonicalConfig makes', () => {
    expect(readConfig(JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it.each<[string, Values, RegExp]>([
    ['lacks a parameter', lacking, /epochs = null/],
    ['has one that is not known', { ...config, toy: 3 }, /toy = 3/],
    ['has one of another arm', { ...config, latent_size: 2 }, /latent_size = 2/],
    ['has an unknown arm', { ...config, arm: 'cutmix' }, /arm = "cutmix"/],
    ['has a value of another type', { ...config, classifier_hidden_sizes: 4 }, /classifier_hidden_sizes = 4/],
    ['has a text for a number', { ...config, batch_size: '160' }, /batch_size = "160"/],
  ])('refuses one that %s', (_, stored, words) => {
    expect(() => readConfig(stored)).toThrow(expect.objectContaining({ code: 'foreign_config' }));
    expect(() => readConfig(stored)).toThrow(words);
  });
});
