import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineHash, canonicalConfig, configHash, resultKey, runHash, typedConfig } from './config.ts';
import { ARMS, PARAMETERS } from './parameters.ts';

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
      fc.property(fc.constantFrom(...ARMS), (arm) => {
        const config = canonicalConfig({ arm });
        expect(canonicalConfig(config)).toEqual(config);
        expect(Object.keys(config)).toEqual(
          PARAMETERS.filter((p) => p.usedBy.includes(arm)).map((p) => p.name),
        );
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
    expect(canonicalConfig(Object.create({ latent_size: 99 }))['latent_size']).toBe(2);
  });
});

describe('hashes', () => {
  const config = canonicalConfig({ arm: 'vae_mixing', epochs: 5 });

  it('do not depend on the order of keys', () => {
    const reversed = Object.fromEntries(Object.entries(config).reverse());
    expect(configHash(reversed)).toBe(configHash(config));
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
      resultKey(config, 'd', [1, 2], 'simd@1'),
      resultKey(config, 'e', [1, 2], 'simd@1'),
      resultKey(config, 'd', [1, 3], 'simd@1'),
      resultKey(config, 'd', [1, 2], 'simd@2'),
      resultKey(canonicalConfig({ epochs: 6 }), 'd', [1, 2], 'simd@1'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('typedConfig', () => {
  it('reads every parameter of the config', () => {
    const typed = typedConfig(
      canonicalConfig({
        arm: 'vae_boundary',
        minority_rate: 0.5,
        hidden_sizes: [7],
        'loss_weights.kl': 0.25,
        band: 0.3,
      }),
    );
    expect(typed).toMatchObject({
      arm: 'vae_boundary',
      minorityRate: 0.5,
      hiddenSizes: [7],
      latentSize: 30,
      lossWeights: { reconstruction: 1, kl: 0.25, prediction: 1 },
      band: 0.3,
      smoteNeighbors: 5,
    });
  });
});
