import { inRange, Purpose, parameterNamed, Stream } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { draw, type NumberDistribution } from './draw.ts';
import { lawOf } from './law.ts';
import type { Numeric } from './range.ts';

const COUNT = 3000;
/** Between as many draws and the law itself, exceeded once in 10,000 seeds: sqrt(ln(2 / 1e-4) / 2n). */
const CRITICAL = Math.sqrt(9.9 / (2 * COUNT));

const CASES: readonly [name: string, distribution: NumberDistribution][] = [
  ['latent_size', { kind: 'int_uniform', min: 2, max: 9 }],
  ['dropout', { kind: 'uniform', min: 0.1, max: 0.5 }],
  ['latent_size', { kind: 'uniform', min: 2, max: 9 }],
  ['latent_size', { kind: 'log_uniform_values', min: 2, max: 500 }],
  ['dropout', { kind: 'q_uniform', min: 0, max: 0.5, q: 0.1 }],
  ['epochs', { kind: 'q_uniform', min: 1, max: 11, q: 3, inside: true }],
  ['learning_rate', { kind: 'log_uniform_values', min: 1e-4, max: 1e-1 }],
  ['batch_size', { kind: 'q_log_uniform_values', min: 16, max: 512, q: 16 }],
  ['loss_weights.kl', { kind: 'inv_log_uniform_values', min: 0.01, max: 1 }],
  ['loss_weights.kl', { kind: 'normal', mu: 1, sigma: 1 }],
  ['dropout', { kind: 'normal', mu: 0.9, sigma: 0.3 }],
  ['latent_size', { kind: 'normal', mu: 2, sigma: 3 }],
  ['dropout', { kind: 'q_normal', mu: 0.2, sigma: 0.3, q: 0.1 }],
  ['minority_rate', { kind: 'q_normal', mu: 0.2, sigma: 0.3, q: 0.1 }],
  ['learning_rate', { kind: 'log_normal', mu: -4, sigma: 2 }],
  ['latent_size', { kind: 'q_log_normal', mu: 2, sigma: 1, q: 2 }],
  ['dropout', { kind: 'beta', a: 2, b: 3 }],
  ['dropout', { kind: 'beta', a: 0.5, b: 0.5 }],
  ['dropout', { kind: 'q_beta', a: 2, b: 2, q: 0.25 }],
];

/** The share of `rising` that is not above x. */
function sharesUpTo(rising: readonly number[]) {
  return (x: number) => {
    let [from, to] = [0, rising.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (rising[middle]! <= x) from = middle + 1;
      else to = middle;
    }
    return from / rising.length;
  };
}

describe.each(CASES)('%s: %o', (name, distribution) => {
  const parameter = parameterNamed.get(name) as Numeric;
  const law = lawOf(distribution, parameter);
  const uniform = Array.from({ length: COUNT }, (_, i) => (i + 0.5) / COUNT);

  test('its inverse has the distribution that is drawn', () => {
    const drawn = uniform
      .map((_, i) => draw(distribution, parameter, new Stream([5, 6], Purpose.search, i)) as number)
      .sort((a, b) => a - b);
    const inverse = uniform.map(law.at);
    expect(inverse.toSorted((a, b) => a - b)).toEqual(inverse);
    const [ours, theirs] = [sharesUpTo(inverse), sharesUpTo(drawn)];
    const most = Math.max(...[...inverse, ...drawn].map((x) => Math.abs(ours(x) - theirs(x))));
    expect(most).toBeLessThan(CRITICAL);
  });

  test('it stays in the range, at the ends too', () => {
    const all = [2 ** -33, 1 - 2 ** -33, ...uniform];
    expect(all.filter((u) => !inRange(law.at(u), parameter))).toEqual([]);
  });

  test('a value lies within its own share', () => {
    for (const u of uniform.filter((_, i) => i % 97 === 0)) {
      const value = law.at(u);
      const position = law.below(value);
      const rounded = 'q' in distribution || parameter.type === 'integer';
      if (!rounded) expect(position).toBeCloseTo(u, 9);
      else expect(law.at(Math.min(1 - 2 ** -33, Math.max(2 ** -33, position)))).toBe(value);
    }
  });
});
