import { describe, expect, it } from 'vitest';
import { InputError } from '../error.ts';
import type { SimulatedSpec } from './dataset.ts';
import { DECK_COEFFICIENTS, drawSimulated } from './simulated.ts';

const deck: SimulatedSpec = {
  kind: 'simulated',
  train: 20000,
  validation: 500,
  test: 500,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};

describe('drawSimulated', () => {
  it('draws uniform features and labels of the logistic law', () => {
    const { train, features, classes } = drawSimulated(deck, [1, 2]);
    expect([features, classes, train.count, train.features.length]).toEqual([10, 2, 20000, 200000]);
    const mean = train.features.reduce((sum, x) => sum + x, 0) / train.features.length;
    expect(mean).toBeCloseTo(0.5, 2);
    // The coefficients sum to zero, so classes are balanced; the Bayes rule is right for .7368 of the rows.
    let ones = 0;
    let right = 0;
    for (let row = 0; row < train.count; row++) {
      const score = DECK_COEFFICIENTS.reduce<number>(
        (sum, b, d) => sum + b * train.features[row * 10 + d]!,
        0,
      );
      ones += train.labels[row]!;
      right += Number(score > 0 === (train.labels[row] === 1));
    }
    expect(Math.abs(ones / train.count - 0.5)).toBeLessThan(0.015);
    expect(Math.abs(right / train.count - 0.7368)).toBeLessThan(0.0125);
  });

  it('gives the same rows for the same seed, others for another, and splits that differ', () => {
    const a = drawSimulated(deck, [1, 2]);
    expect(drawSimulated(deck, [1, 2])).toEqual(a);
    expect(drawSimulated(deck, [1, 3]).train.features).not.toEqual(a.train.features);
    expect(a.validation.features).not.toEqual(a.test.features);
  });

  it('keeps a row’s bits when more rows are drawn', () => {
    const short = drawSimulated(deck, [1, 2]).test;
    const long = drawSimulated({ ...deck, test: 900 }, [1, 2]).test;
    expect(long.features.subarray(0, short.features.length)).toEqual(short.features);
    expect(long.labels.subarray(0, short.count)).toEqual(short.labels);
  });

  it('refuses a draw in which a class has no training row', () => {
    const rare = (train: number, ...intercepts: number[]) =>
      drawSimulated({ ...deck, coefficients: intercepts.map(() => [0]), train, intercepts }, [1, 2]);
    expect(() => rare(100, -20)).toThrow('Class 1 has none of the 100 training rows of this replicate.');
    expect(() => rare(100, 20)).toThrow('Class 0 has none');
    expect(() => rare(100, 0, 0, -20)).toThrow('Class 2 has none');
    const error = (() => {
      try {
        return rare(1, 0);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      code: 'class_without_rows',
      hint: expect.stringContaining('dataset.train'),
    });
  });

  it('draws K classes by a softmax, with the intercepts’ priors', () => {
    const spec: SimulatedSpec = {
      ...deck,
      coefficients: [[0], [0], [0]],
      intercepts: [Math.log(0.7), Math.log(0.2), Math.log(0.1)],
    };
    const { train, classes } = drawSimulated(spec, [5, 6]);
    expect(classes).toBe(3);
    const shares = [0, 1, 2].map((k) => train.labels.filter((label) => label === k).length / train.count);
    expect(shares[0]).toBeCloseTo(0.7, 1);
    expect(shares[1]).toBeCloseTo(0.2, 1);
    expect(shares[2]).toBeCloseTo(0.1, 1);
  });
});
