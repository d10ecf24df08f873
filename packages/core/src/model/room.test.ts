import { expect, it } from 'vitest';
import { layersOf } from './layer/text.ts';
import { trainingBytes } from './room.ts';

const network = (...texts: string[]) => ({
  ...{ features: 64, shape: [8, 8, 1] as const, classes: 2 },
  hidden: layersOf(texts),
});

it('is parameters eight times, and values of a batch twice', () => {
  // 4 x 3 x 3 + 4 and 256 + 1 parameters; 64, 256 and 1 values a row.
  expect(trainingBytes(network('conv 4 3x3'), 10)).toBe(4 * (8 * (40 + 257) + 2 * 321 * 10));
});

it('grows with windows, channels and the batch', () => {
  const least = trainingBytes(network('conv 4 3x3', 'conv 4 3x3'), 16);
  expect(trainingBytes(network('conv 4 3x3', 'conv 4 5x5'), 16)).toBeGreaterThan(least);
  expect(trainingBytes(network('conv 4 3x3', 'conv 9 3x3'), 16)).toBeGreaterThan(least);
  expect(trainingBytes(network('conv 4 3x3', 'conv 4 3x3'), 17)).toBeGreaterThan(least);
});
