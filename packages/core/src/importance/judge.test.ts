import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Purpose, Stream } from '../random/stream.ts';
import type { GivenValue } from './binned.ts';
import { type JudgedConfig, judgeParameters } from './judge.ts';

const key = (i: number) => String(i).padStart(6, '0');

/** Configs over a grid of `levels` values from 0 to 1 in each of `parameters`, drawn blindly. */
function drawn(
  count: number,
  parameters: number,
  levels: number,
  score: (x: number[], noise: () => number) => number,
) {
  const stream = new Stream([1, 2], Purpose.data);
  return Array.from({ length: count }, (_, i): JudgedConfig & { readonly values: number[] } => {
    const values = Array.from({ length: parameters }, () => stream.below(levels) / (levels - 1));
    return { key: key(i), score: score(values, () => stream.normal()), values };
  });
}

test('of an additive function each parameter has its own share of the variance, and pairs have none', () => {
  // Var(x) and Var(x / 2): 4 to 1.
  const { fanova, pairs } = judgeParameters(
    drawn(250, 3, 5, ([x, y]) => x! + y! / 2),
    3,
  );
  expect(fanova[0]!.share).toBeGreaterThan(0.72);
  expect(fanova[0]!.share).toBeLessThan(0.86);
  expect(fanova[1]!.share).toBeGreaterThan(0.14);
  expect(fanova[1]!.share).toBeLessThan(0.26);
  expect(fanova[2]!.share).toBeLessThan(0.005);
  expect(pairs.every(({ share }) => share < 0.03)).toBe(true);
  for (const { share, low, high } of [...fanova, ...pairs]) {
    expect(low).toBeLessThanOrEqual(share);
    expect(high).toBeGreaterThanOrEqual(share);
  }
});

test('a product of two that are balanced around zero is all in the pair', () => {
  const { fanova, pairs } = judgeParameters(
    drawn(250, 3, 5, ([x, y]) => (x! - 0.5) * (y! - 0.5)),
    3,
  );
  expect(pairs[0]!.parameters).toEqual([0, 1]);
  expect(pairs[0]!.share).toBeGreaterThan(0.9);
  expect(pairs[0]!.low).toBeGreaterThan(0.6);
  expect(fanova.every(({ share }) => share < 0.06)).toBe(true);
});

test('by PED-ANOVA only what tells the good ones matters', () => {
  // The best tenth is decided by the first alone; the second spoils half of the others.
  const score = ([x, y]: number[]) => (x! > 0.85 ? 1 : -y!);
  const { ped, fanova } = judgeParameters(drawn(400, 2, 10, score), 2);
  expect(ped[0]!.share).toBeGreaterThan(0.95);
  expect(fanova[1]!.share).toBeGreaterThan(0.05);
});

test('a parameter that an arm lacks is judged among those that have it, by their share', () => {
  // Among the half with it, a parameter explains all; the arms do not differ on average.
  const stream = new Stream([3, 4], Purpose.data);
  const configs = Array.from({ length: 300 }, (_, i): JudgedConfig => {
    const x = stream.below(2);
    const own = stream.below(2);
    const isVae = i % 2 === 0;
    const values: GivenValue[] = isVae ? ['vae', x, own] : ['none', x, null];
    return { key: key(i), score: isVae ? own - 0.5 : x - 0.5, values };
  });
  const { fanova, pairs } = judgeParameters(configs, 3);
  // Half of the variance lies in the VAE's arm, and is by `own` there.
  expect(fanova[2]!.share).toBeGreaterThan(0.45);
  expect(fanova[2]!.share).toBeLessThan(0.55);
  // In the other half x explains all: an effect of x by half of it, and the other half with the arm.
  expect(fanova[1]!.share).toBeGreaterThan(0.2);
  expect(fanova[1]!.share).toBeLessThan(0.3);
  expect(pairs[0]!.parameters).toEqual([0, 1]);
  expect(pairs[0]!.share).toBeGreaterThan(0.2);
  expect(pairs[0]!.share).toBeLessThan(0.3);
});

test('where all means are alike nothing explains anything', () => {
  const { ped, fanova, pairs } = judgeParameters(
    drawn(30, 2, 4, () => 0.1),
    2,
  );
  expect([...ped, ...fanova].every(({ share, low, high }) => share === 0 && low === 0 && high === 0)).toBe(
    true,
  );
  expect(pairs).toEqual([]);
});

test('shares sum to at most 1, whatever is given, and the order of configs does not matter', () => {
  const value = fc.option(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b')));
  const config = fc.tuple(
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.array(value, { minLength: 3, maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(config, { minLength: 10, maxLength: 30 }), (given) => {
      const configs = given.map(([score, values], i) => ({ key: key(i), score, values }));
      const found = judgeParameters(configs, 3);
      const shares = [...found.fanova, ...found.pairs].map(({ share }) => share);
      expect(shares.every((share) => share >= 0)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      expect(judgeParameters(configs.toReversed(), 3)).toEqual(found);
    }),
    { numRuns: 5 },
  );
});
