import type { Values } from '@latentsweep/core';
import type { ComparedConfig, KnownSweep, Reading } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { compareConfigs } from './compare.ts';

const sweep = {
  metric: 'test_accuracy',
  parameters: ['latent_size', 'arm'].map((name) => ({ name, sqlType: 'text' })),
} as unknown as KnownSweep;
const CONFIGS: Readonly<Record<string, Values>> = {
  a: { arm: 'vae_mixing', latent_size: 2, hidden_sizes: [10], epochs: 5 },
  b: { arm: 'vae_mixing', latent_size: 3, hidden_sizes: [10, 10], epochs: 5 },
  c: { arm: 'oversample', epochs: 5 },
};

function compare(words: readonly string[], by?: string) {
  const asked: unknown[] = [];
  const store = {
    findConfig: async (_: unknown, word: string) => word[0]!,
    compareConfigs: async (_: unknown, hashes: readonly string[], options: unknown) => {
      asked.push(hashes, options);
      return hashes.map((hash): ComparedConfig => {
        const difference = { n: 1, mean: -0.1, half: null, pairs: [{ replicate: 0, difference: -0.1 }] };
        return { hash, config: CONFIGS[hash]!, n: 3, mean: 0.5, half: 0.1, difference };
      });
    },
  } as unknown as Reading;
  const compared = compareConfigs(store, sweep, words, by);
  return compared.then((found) => ({ ...found, asked }));
}

test('each config but the first has a difference to it; named twice it counts once', async () => {
  expect(await compare(['a1', 'b1', 'a2'])).toEqual({
    by: 'test_accuracy',
    asked: [['a', 'b'], { by: 'test_accuracy', pairs: 100 }],
    configs: ['a', 'b'].map((hash) => ({ hash, config: CONFIGS[hash], n: 3, mean: 0.5, half: 0.1 })),
    differing: ['latent_size', 'hidden_sizes'],
    differences: [{ hash: 'b', value: -0.1, half: null, n: 1, pairs: [{ replicate: 0, difference: -0.1 }] }],
  });
  expect((await compare(['a', 'b'], 'val_f1')).by).toBe('val_f1');
});

test('a parameter that an arm does not use makes no difference', async () => {
  expect((await compare(['a', 'c'])).differing).toEqual(['arm']);
  expect((await compare(['a'])).differing).toEqual([]);
});

test.each([
  [0, 'no_configs'],
  [21, 'too_many_configs'],
])('%i configs are refused', async (count, code) => {
  await expect(compare(Array.from({ length: count }, () => 'a'))).rejects.toMatchObject({
    code,
    message: `From 1 to 20 configs are compared, not ${count}.`,
  });
});
