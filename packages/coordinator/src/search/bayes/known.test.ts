import type { FinishedConfig } from '@latentsweep/store';
import { expect, test } from 'vitest';
import type { Question } from '../../port.ts';
import type { Coordinates } from './coordinates.ts';
import { knownOf, readOf } from './known.ts';

const coordinates: Coordinates = {
  axes: [],
  of: (config) => Float64Array.of(config['latent_size'] as number),
  stripped: (x) => x,
  config: () => {
    throw new Error('Nothing is proposed here.');
  },
};

const learned = (results: readonly Pick<FinishedConfig, 'mean' | 'others'>[]) => {
  const finished = results.map(
    (one, place): FinishedConfig => ({
      ...{ place, config: { latent_size: place }, sd: null, n: 1, violation: 0 },
      ...one,
    }),
  );
  const question: Question = { cursor: null, made: finished.length, atMost: 1, finished, running: [] };
  const known = knownOf(question, readOf(question, coordinates), coordinates, 10);
  if (typeof known === 'string') throw new Error(known);
  return known;
};

test('the best of the good ones weigh most, and all of them as much as so many', () => {
  const { good, rest } = learned(Array.from({ length: 30 }, (_, place) => ({ mean: -Math.abs(place - 12) })));
  expect(good.map(({ place, weight }) => [place, weight])).toEqual([
    [12, 1.5],
    [11, 1],
    [13, 0.5],
  ]);
  expect(rest.every(({ weight }) => weight === 1)).toBe(true);
});

test('a good one by itself weighs as much as any', () => {
  expect(learned(Array.from({ length: 10 }, (_, mean) => ({ mean }))).good).toMatchObject([
    { place: 9, weight: 1 },
  ]);
});

test('of several objectives all weigh the same: none of a front is better than another', () => {
  const results = Array.from({ length: 30 }, (_, i) => ({
    mean: i,
    others: [{ mean: 30 - i, sd: null, n: 1 }],
  }));
  expect(learned(results).good.map(({ weight }) => weight)).toEqual([1, 1, 1]);
});
