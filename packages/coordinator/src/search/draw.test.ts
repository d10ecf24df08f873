import { log, type ParameterValue, Purpose, parameterNamed, Stream } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../port.ts';
import { draw, drawIndex } from './draw.ts';

const N = 20_000;

function draws(distribution: Distribution, name = 'loss_weights.kl', count = N): number[] {
  const parameter = parameterNamed.get(name)!;
  const value = (i: number): ParameterValue =>
    draw(distribution, parameter, new Stream([11, 7], Purpose.search, i));
  return Array.from({ length: count }, (_, i) => value(i) as number);
}

/** The largest distance between the empirical distribution function and `cdf` (Kolmogorov-Smirnov). */
function distance(xs: readonly number[], cdf: (x: number) => number): number {
  const sorted = xs.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((x, i) =>
      Math.max(Math.abs(cdf(x) - i / xs.length), Math.abs(cdf(x) - (i + 1) / xs.length)),
    ),
  );
}

/** Exceeded by chance once in 10,000 fixed seeds: sqrt(ln(2 / 1e-4) / 2n). */
const CRITICAL = Math.sqrt(9.9 / (2 * N));

/** Abramowitz & Stegun 7.1.26 (1964), error below 1.5e-7. */
function normalCdf(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const erf =
    1 -
    t *
      (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
      Math.exp(-x * x);
  return z < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

const logCdf = (x: number) => Math.log(x / 0.001) / Math.log(1000);

describe('continuous distributions have their distribution function', () => {
  test.each<[string, Distribution, (x: number) => number]>([
    ['uniform', { kind: 'uniform', min: 2, max: 5 }, (x) => (x - 2) / 3],
    ['log_uniform_values', { kind: 'log_uniform_values', min: 0.001, max: 1 }, logCdf],
    ['inv_log_uniform_values', { kind: 'inv_log_uniform_values', min: 0.001, max: 1 }, logCdf],
    ['normal', { kind: 'normal', mu: 50, sigma: 4 }, (x) => normalCdf((x - 50) / 4)],
    ['log_normal', { kind: 'log_normal', mu: 1, sigma: 0.5 }, (x) => normalCdf((Math.log(x) - 1) / 0.5)],
    ['beta(2, 3)', { kind: 'beta', a: 2, b: 3 }, (x) => 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4],
    ['beta(1, 1)', { kind: 'beta', a: 1, b: 1 }, (x) => x],
    ['beta(0.5, 0.5)', { kind: 'beta', a: 0.5, b: 0.5 }, (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
    ['beta(1, 5)', { kind: 'beta', a: 1, b: 5 }, (x) => 1 - (1 - x) ** 5],
  ])('%s', (_, distribution, cdf) => {
    expect(distance(draws(distribution), cdf)).toBeLessThan(CRITICAL);
  });

  test('the test can fail', () => {
    expect(distance(draws({ kind: 'uniform', min: 2, max: 5.1 }), (x) => (x - 2) / 3)).toBeGreaterThan(
      CRITICAL,
    );
  });

  test('the inverse of an inv_log_uniform is log-uniform between the inverse bounds', () => {
    const inverse = draws({ kind: 'inv_log_uniform_values', min: 0.01, max: 1 }).map((x) => 1 / x);
    expect(distance(inverse, (x) => log(x) / log(100))).toBeLessThan(CRITICAL);
  });

  test('a normal is truncated to the range of its parameter, not heaped on its ends', () => {
    const xs = draws({ kind: 'normal', mu: 0, sigma: 0.3 }, 'dropout');
    expect(Math.min(...xs)).toBeGreaterThan(0);
    expect(distance(xs, (x) => (normalCdf(x / 0.3) - 0.5) / (normalCdf(1 / 0.3) - 0.5))).toBeLessThan(
      CRITICAL,
    );
  });

  test('a beta with tiny shapes does not underflow to NaN', () => {
    expect(draws({ kind: 'beta', a: 0.001, b: 0.001 }, 'loss_weights.kl', 500).every(Number.isFinite)).toBe(
      true,
    );
  });
});

function shares(xs: readonly unknown[]): Map<unknown, number> {
  return new Map([...Map.groupBy(xs, (x) => x)].map(([x, all]) => [x, all.length / xs.length]));
}

/** Four standard deviations of a share of N draws. */
const near = (p: number) => 4 * Math.sqrt((p * (1 - p)) / N);

function expectShares(xs: readonly unknown[], expected: Readonly<Record<string, number>>): void {
  const found = shares(xs);
  expect([...found.keys()].map(String).sort()).toEqual(Object.keys(expected).sort());
  for (const [x, share] of found) {
    const p = expected[String(x)]!;
    expect(Math.abs(share - p)).toBeLessThan(near(p));
  }
}

describe('discrete distributions have their shares', () => {
  test('int_uniform includes both ends', () => {
    expectShares(draws({ kind: 'int_uniform', min: 2, max: 5 }), { 2: 0.25, 3: 0.25, 4: 0.25, 5: 0.25 });
  });

  test('q_uniform is round(x / q) * q, within its bounds', () => {
    const half = { 0: 0.125, 0.1: 0.25, 0.2: 0.25, 0.3: 0.25, 0.4: 0.125 };
    expectShares(draws({ kind: 'q_uniform', min: 0, max: 0.4, q: 0.1 }), half);
    expectShares(draws({ kind: 'q_uniform', min: 1, max: 7, q: 4 }), { 1: 1 / 6, 4: 4 / 6, 7: 1 / 6 });
  });

  test('q_log_uniform_values is round(x / q) * q', () => {
    const ln = (a: number, b: number) => Math.log(b / a) / Math.log(3);
    expectShares(draws({ kind: 'q_log_uniform_values', min: 1, max: 3, q: 1 }), {
      1: ln(1, 1.5),
      2: ln(1.5, 2.5),
      3: ln(2.5, 3),
    });
  });

  test('q_normal and q_log_normal are rounded too', () => {
    const p = normalCdf(0.5) - normalCdf(-0.5);
    const rounded = draws({ kind: 'q_normal', mu: 50, sigma: 10, q: 10 });
    expect(rounded.every((x) => x % 10 === 0)).toBe(true);
    expect(Math.abs(shares(rounded).get(50)! - p)).toBeLessThan(near(p));
    expect(draws({ kind: 'q_log_normal', mu: 1, sigma: 1, q: 0.5 }).every((x) => (x * 2) % 1 === 0)).toBe(
      true,
    );
  });

  test('an integer parameter rounds', () => {
    const half = { 2: 0.25, 3: 0.5, 4: 0.25 };
    expectShares(draws({ kind: 'uniform', min: 2, max: 4 }, 'latent_size'), half);
  });

  test('categorical follows its probabilities, also where they sum to a little less than 1', () => {
    const third = { kind: 'categorical', values: [1, 2, 3], probabilities: null } as const;
    expectShares(draws(third), { 1: 1 / 3, 2: 1 / 3, 3: 1 / 3 });
    expectShares(draws({ ...third, probabilities: [0.2, 0.8, 0] }), { 1: 0.2, 2: 0.8 });
    const stream = new Stream([1, 1], Purpose.search);
    expect(drawIndex(3, [0, 1e-12, 0], stream)).toBe(1);
  });
});

test('a draw depends on its stream alone', () => {
  const one = draws({ kind: 'normal', mu: 50, sigma: 4 }, 'loss_weights.kl', 3);
  expect(draws({ kind: 'normal', mu: 50, sigma: 4 }, 'loss_weights.kl', 3)).toEqual(one);
  expect(one).toMatchInlineSnapshot(`
    [
      45.93833411059825,
      53.69426922933993,
      54.27398684885078,
    ]
  `);
});
