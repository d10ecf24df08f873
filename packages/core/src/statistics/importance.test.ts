import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Purpose, Stream } from '../random/stream.ts';
import { type BinCount, importances, type ParameterCounts } from './importance.ts';

const bin = (all: number, good: number): BinCount => ({ all, good });
const choices = (...bins: BinCount[]): ParameterCounts => ({ bins, ordered: false });
const numbers = (...bins: BinCount[]): ParameterCounts => ({ bins, ordered: true });

describe('importances', () => {
  test('the only parameter that tells good configs from others has all', () => {
    const decides = choices(bin(100, 100), bin(900, 0));
    const irrelevant = choices(bin(500, 50), bin(500, 50));
    expect(importances([irrelevant, decides], 1000)).toEqual([0, 1]);
  });

  test('what it explains is the squared share of good ones times the Pearson divergence, without chance', () => {
    // p = 1/2, 1/2; q = 0.7, 0.3; g = 0.1: 0.01 * (0.5 * 0.4² + 0.5 * 0.4²) = 0.0016, of 0.09 in all.
    const weak = choices(bin(5000, 700), bin(5000, 300));
    const within = (0.09 - 0.0016) / (10_000 - 2);
    // p = 1/4, 3/4; q = 0.5, 0.5: 0.01 * (0.25 * 1 + 0.75 / 9) = 1 / 300.
    const strong = choices(bin(2500, 500), bin(7500, 500));
    const strongWithin = (0.09 - 1 / 300) / (10_000 - 2);
    const explained = [0.0016 - within, 1 / 300 - strongWithin];
    const sum = explained[0]! + explained[1]!;
    const found = importances([weak, strong], 10_000);
    expect(found[0]).toBeCloseTo(explained[0]! / sum, 12);
    expect(found[1]).toBeCloseTo(explained[1]! / sum, 12);
  });

  test('constants, nothing at all, and all configs alike explain nothing', () => {
    expect(importances([choices(bin(50, 5)), choices(), numbers(bin(0, 0), bin(50, 5))], 50)).toEqual([
      0, 0, 0,
    ]);
    expect(importances([choices(bin(30, 30), bin(20, 20))], 50)).toEqual([0]);
    expect(importances([], 0)).toEqual([]);
    // One config a value: anything would fit.
    expect(importances([choices(bin(1, 1), bin(1, 0), bin(1, 0))], 3)).toEqual([0]);
  });

  test('a parameter that some configs lack counts by the share of those that have it, and not for the arm', () => {
    // All good configs are of the arm with a VAE, where the size of the latent space makes no difference.
    const arm = choices(bin(500, 100), bin(500, 0));
    const latent = numbers(bin(250, 50), bin(250, 50));
    expect(importances([arm, latent], 1000)).toEqual([1, 0]);
    const telling = numbers(bin(250, 100), bin(250, 0));
    const everywhere = numbers(bin(500, 100), bin(500, 0));
    // In half of the configs, and there it explains 0.04 where the arm explains 0.01 of all.
    const [ofArm, ofLatent] = importances([everywhere, telling], 1000);
    expect(ofLatent! / ofArm!).toBeCloseTo((0.5 * 0.04) / 0.01, 1);
  });

  test('values of a number are put together, so that many of them explain no more than few', () => {
    // 2,000 values, each in one config; those of the lowest tenth are good.
    const many = numbers(...Array.from({ length: 2000 }, (_, i) => bin(1, i < 200 ? 1 : 0)));
    const few = numbers(...Array.from({ length: 10 }, (_, i) => bin(200, i === 0 ? 200 : 0)));
    const [ofMany, ofFew] = importances([many, few], 2000);
    expect(ofMany).toBeGreaterThan(0.45);
    expect(ofMany).toBeLessThanOrEqual(ofFew!);
  });

  test('good configs drawn blindly make an irrelevant parameter unimportant, at any number of bins', () => {
    for (const [configs, bins] of [
      [100, 10],
      [1000, 40],
      [20_000, 50],
    ] as const) {
      const counts = Array.from({ length: bins }, () => ({ all: 0, good: 0 }));
      const stream = new Stream([0, bins], Purpose.data);
      for (let i = 0; i < configs; i++) {
        const own = counts[stream.word() % bins]!;
        own.all += 1;
        if (stream.uniform() < 0.1) own.good += 1;
      }
      const decides = choices(bin(configs / 10, configs / 10), bin((configs * 9) / 10, 0));
      expect(importances([choices(...counts), decides], configs)[0]).toBeLessThan(configs > 100 ? 0.01 : 0.1);
    }
  });

  test('they are shares, whatever is counted, and their order is that of the parameters', () => {
    const bins = fc.array(
      fc.tuple(fc.nat(1000), fc.nat(1000)).map(([a, b]) => bin(Math.max(a, b), Math.min(a, b))),
      { maxLength: 60 },
    );
    const parameter = fc.record({ bins, ordered: fc.boolean() });
    fc.assert(
      fc.property(fc.array(parameter, { maxLength: 6 }), (parameters) => {
        const of = Math.max(1, ...parameters.map((one) => one.bins.reduce((sum, { all }) => sum + all, 0)));
        const found = importances(parameters, of);
        const sum = found.reduce((total, one) => total + one, 0);
        expect(found.every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(sum === 0 || Math.abs(sum - 1) < 1e-9).toBe(true);
        const turned = importances(parameters.toReversed(), of).toReversed();
        for (const [i, one] of found.entries()) expect(turned[i]).toBeCloseTo(one, 9);
      }),
    );
  });
});
