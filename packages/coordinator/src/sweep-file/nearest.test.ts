import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  ['replicate', 'replicates'],
  ['paramaters', 'parameters'],
  ['lantent_size', 'latent_size'],
  ['latnet_size', 'latent_size'],
  ['Latent-Size', 'latent_size'],
  ['kl', 'loss_weights.kl'],
  ['latent', null],
  ['x', null],
  ['', null],
  ['x'.repeat(10_000), null],
])('%s -> %s', (word, expected) => {
  expect(nearest(word, ['replicates', 'parameters', 'latent_size', 'loss_weights.kl', 'band'])).toBe(
    expected,
  );
});
