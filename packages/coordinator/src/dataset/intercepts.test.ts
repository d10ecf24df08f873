import { exp, Purpose, Stream } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { solveIntercepts } from './intercepts.ts';

/** Shares of the classes over rows drawn apart from the solver's. */
function shares(coefficients: readonly (readonly number[])[], intercepts: readonly number[]): number[] {
  const stream = new Stream([9, 9], Purpose.data);
  const rows = 20_000;
  const sums = new Array<number>(coefficients.length === 1 ? 2 : coefficients.length).fill(0);
  for (let row = 0; row < rows; row++) {
    const x = coefficients[0]!.map(() => stream.uniform());
    const scores = coefficients.map((beta, k) => beta.reduce((sum, b, d) => sum + b * x[d]!, intercepts[k]!));
    if (scores.length === 1) scores.unshift(0);
    const top = Math.max(...scores);
    const weights = scores.map((score) => exp(score - top));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, k) => {
      sums[k] = sums[k]! + weight / total / rows;
    });
  }
  return sums;
}

const DECK = [1, 1.5, 2, 2.5, 0, -1, -1.5, -2, -2.5, 0];

describe('shares of the classes on fresh rows', () => {
  test.for([
    { name: 'the deck, 10%', coefficients: [DECK], prior: [0.9, 0.1] },
    { name: 'the deck, 0.1%', coefficients: [DECK], prior: [0.999, 0.001] },
    { name: 'nearly separated', coefficients: [[400, -300]], prior: [0.3, 0.7] },
    {
      name: 'three classes',
      coefficients: [DECK, DECK.map((b) => -b), DECK.map(() => 0)],
      prior: [0.7, 0.25, 0.05],
    },
    {
      name: 'four, steep',
      coefficients: [
        [30, 0],
        [0, 30],
        [-30, 5],
        [10, -60],
      ],
      prior: [0.4, 0.3, 0.2, 0.1],
    },
  ])('$name', ({ coefficients, prior }) => {
    const found = shares(coefficients, solveIntercepts(coefficients, prior));
    found.forEach((share, k) => {
      expect(Math.abs(share - prior[k]!)).toBeLessThan(0.015 * Math.max(0.1, prior[k]!) ** 0.5);
    });
  });
});

test('equal shares of a symmetric law need no intercept', () => {
  expect(solveIntercepts([[1, -1]], [0.5, 0.5])[0]).toBeCloseTo(0, 5);
});

test('the same bits every time', () => {
  expect(solveIntercepts([DECK], [0.9, 0.1])).toEqual(solveIntercepts([DECK], [0.9, 0.1]));
});
