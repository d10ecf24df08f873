import { exp, Purpose, Stream } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { define } from '../../sweep-file/fixtures.ts';
import { coordinatesOf } from './coordinates.ts';
import { kernelsOn } from './kernels.ts';
import { Mixture } from './mixture.ts';

const LINES = `latent_size: { min: 2, max: 6 }
optimizer: { values: [adam, rmsprop], probabilities: [0.7, 0.3] }
dropout: { min: 0.0, max: 0.5 }`;
const { axes } = coordinatesOf(define(LINES, 'method: bayes\nrun_cap: 100'));
const order = axes.map(({ names }) => names[0]);

function mixtureOf(points: readonly (readonly number[])[], width = 0.1): Mixture {
  const mixture = new Mixture(
    axes,
    axes.map((axis) => kernelsOn(axis)(width, points.length)),
    points.length,
  );
  for (const [i, point] of points.entries()) mixture.add(Float64Array.from(point), 1 + i);
  return mixture;
}

/** The mean of the density over draws, cell by cell. */
function mean(mixture: Mixture, without: readonly number[] = []): number {
  const CELLS = 200;
  const walk = (d: number, x: number[], share: number): number => {
    if (d === axes.length) return share * exp(mixture.logDensity(Float64Array.from(x)));
    if (without.includes(d)) return walk(d + 1, [...x, Number.NaN], share);
    const { levels } = axes[d]!;
    const count = levels?.count ?? CELLS;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const own = levels ? levels.edges[i + 1]! - levels.edges[i]! : 1 / CELLS;
      sum += walk(d + 1, [...x, levels ? i : (i + 0.5) / CELLS], share * own);
    }
    return sum;
  };
  return walk(0, [], 1);
}

test('the axes are those that the test means', () => {
  expect(order).toEqual(['optimizer', 'latent_size', 'dropout']);
});

describe('the density', () => {
  const points = [
    [0, 1, 0.2],
    [1, 4, 0.99],
    [0, 0, 0.6],
  ];

  test('has the mean 1 over draws, at any width', () => {
    for (const width of [0.05, 0.2, 0.5]) expect(mean(mixtureOf(points, width))).toBeCloseTo(1, 3);
  });

  test('has it where an axis means nothing, and where points have no value there', () => {
    const partial = mixtureOf([...points, [1, Number.NaN, 0.3], [0, 2, Number.NaN]]);
    for (const without of [[], [1], [2], [1, 2]]) expect(mean(partial, without)).toBeCloseTo(1, 3);
  });

  test('is high near its points, and low elsewhere', () => {
    const mixture = mixtureOf(points, 0.05);
    const at = (...x: number[]) => mixture.logDensity(Float64Array.from(x));
    expect(at(0, 1, 0.2)).toBeGreaterThan(at(0, 1, 0.4));
    expect(at(0, 1, 0.2)).toBeGreaterThan(at(0, 3, 0.2));
    expect(at(0, 1, 0.2)).toBeGreaterThan(at(1, 1, 0.2));
    expect(at(0, 1, 0.2)).toBeGreaterThan(0);
    expect(at(1, 2, 0.4)).toBeLessThan(0);
  });

  test('without points is that of the draws', () => {
    expect(mixtureOf([]).logDensity(Float64Array.of(0, 1, 0.4))).toBe(0);
  });
});

test('draws have the density', () => {
  const mixture = mixtureOf([
    [0, 1, 0.2],
    [1, 4, 0.9],
  ]);
  const stream = new Stream([1, 2], Purpose.search);
  const COUNT = 20_000;
  const drawn = Array.from({ length: COUNT }, () => mixture.draw(stream).x);
  const tenth = (x: Float64Array) => [x[0]!, x[1]!, Math.floor(10 * x[2]!)].join();
  const counts = new Map([...Map.groupBy(drawn, tenth)].map(([cell, all]) => [cell, all.length / COUNT]));
  for (const [cell, share] of counts) {
    const [a, b, c] = cell.split(',').map(Number) as [number, number, number];
    let expected = 0;
    for (let i = 0; i < 20; i++) {
      expected += exp(mixture.logDensity(Float64Array.of(a, b, (c + (i + 0.5) / 20) / 10))) / 200;
    }
    expected *= (a === 0 ? 0.7 : 0.3) / 5;
    // Five standard deviations of a share.
    expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt(expected / COUNT) + 2e-4);
  }
  expect(counts.size).toBeGreaterThan(40);
});
