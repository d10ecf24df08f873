import { canonicalConfig } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IN_A_SWEEP, loadsOf, type RunLoad, type Timed, trainingTime, wallTime } from './estimate.ts';

const shape = { majorityRows: 800, minorityRows: 200, features: 4, classes: 2, balance: 'original' } as const;

test('configs that differ only in epochs are one run, to its last epoch', () => {
  const of = (arm: string, epochs: number) => canonicalConfig({ arm, epochs, minority_rate: 0.5 });
  const loads = loadsOf([of('none', 20), of('none', 5), of('none', 10), of('oversample', 5)], shape);
  expect(loads.map(({ arm, epochs, milestones }) => [arm, epochs, milestones])).toEqual([
    ['none', 20, 3],
    ['oversample', 5, 1],
  ]);
  // Work is that of an epoch: oversampled rows are 1,000, those of `none` 900.
  expect(loads[1]!.work / loads[0]!.work).toBeCloseTo(1000 / 900, 12);
  expect(loadsOf([], shape)).toEqual([]);
});

test('patience may end a run once the VAE and the network had theirs', () => {
  const of = (given: object) =>
    loadsOf([canonicalConfig({ epochs: 100, patience: 10, ...given })], shape)[0]!.leastEpochs;
  expect(of({ arm: 'none' })).toBe(11);
  expect(of({ arm: 'vae_mixing', kl_warmup: 5 })).toBe(26);
  expect(of({ arm: 'vae_mixing', kl_warmup: 5, classifier: 'logistic' })).toBe(16);
  expect(of({ arm: 'vae_mixing', epochs: 12 })).toBe(12);
  expect(of({ arm: 'none', patience: 0 })).toBe(100);
  expect(of({ arm: 'none', classifier: 'logistic' })).toBe(1);
});

const load = (given: Partial<RunLoad>): RunLoad => ({
  ...{ config: canonicalConfig({}), arm: 'a', work: 100, epochs: 10, leastEpochs: 10, milestones: 1 },
  ...given,
});
const timed = (given: Partial<RunLoad>, epoch: number, more: Partial<Timed> = {}): Timed => ({
  ...{ load: load(given), epoch, setUp: 0, milestone: 0 },
  ...more,
});

describe('the time of all runs', () => {
  test('is that of their work, at the rate of their arm', () => {
    const runs = [load({}), load({ work: 200, epochs: 5 }), load({ arm: 'b', milestones: 3 })];
    const rehearsed = [timed({}, 1), timed({ arm: 'b' }, 4, { setUp: 2, milestone: 0.5 })];
    // a: 10 x 1 and 5 x 2; b: 2 + 10 x 4 + 3 x 0.5.
    const all = trainingTime(runs, rehearsed, 3);
    expect(all).toMatchObject({ seconds: 3 * (10 + 10 + 43.5), longestRun: 43.5 });
    // Nothing differed, and yet the next rehearsal will.
    expect(all.spread).toBeCloseTo(0.18 * all.seconds);
  });

  test('is at least that of runs which patience ends as soon as it may', () => {
    const all = trainingTime([load({ leastEpochs: 4 })], [timed({}, 1, { setUp: 2 })], 1);
    expect(all).toMatchObject({ seconds: 12, leastSeconds: 6 });
    expect(wallTime({ ...training, leastSeconds: 60 }, around).low).toBeCloseTo(1 + IN_A_SWEEP * 20);
  });

  test('an arm that was not timed has the rate of all; where none was, there is nothing to say', () => {
    expect(trainingTime([load({ arm: 'c' })], [timed({}, 1), timed({ arm: 'b' }, 3)], 1).seconds).toBe(20);
    expect(trainingTime([load({})], [], 1)).toEqual({
      seconds: 0,
      leastSeconds: 0,
      spread: 0,
      longestRun: 0,
    });
  });

  test('runs that differ from the rate of their arm widen the range, more of them narrow it', () => {
    const few = trainingTime([load({})], [timed({}, 1), timed({}, 2)], 1);
    const pairs = Array.from({ length: 8 }, () => [timed({}, 1), timed({}, 2)]).flat();
    const many = trainingTime([load({})], pairs, 1);
    expect(few.spread).toBeGreaterThan(many.spread);
    expect(many.spread).toBeGreaterThan(0);
    expect(few.seconds).toBeCloseTo(many.seconds, 12);
  });
});

const around = {
  ...{ start: 1, preparation: 0, preparations: 0, trials: 20, runs: 10, slots: 2, cores: 8 },
};
const training = { seconds: 100, leastSeconds: 100, spread: 20, longestRun: 10 };

describe('the time on the clock', () => {
  test('is shared by the threads, with the start before and a tail behind', () => {
    const { seconds, low, high } = wallTime(training, around);
    expect(seconds).toBeCloseTo(1 + IN_A_SWEEP * 50 + 5);
    expect(low).toBeCloseTo(1 + IN_A_SWEEP * 40);
    expect(high).toBeCloseTo(1 + IN_A_SWEEP * 60 + 10);
  });

  test('is at least the longest run, and what the store takes', () => {
    expect(wallTime(training, { ...around, slots: 100 }).seconds).toBeGreaterThanOrEqual(11);
    const tiny = { seconds: 0.1, leastSeconds: 0.1, spread: 0, longestRun: 0.001 };
    expect(wallTime(tiny, { ...around, trials: 20_000, runs: 20_000 }).seconds).toBeGreaterThan(10);
  });

  test('data that are prepared again and again count, and so do books that are kept on busy cores', () => {
    const plain = wallTime(training, around).seconds;
    expect(wallTime(training, { ...around, preparation: 2, preparations: 6 }).seconds).toBeCloseTo(
      plain + IN_A_SWEEP * 6,
    );
    expect(wallTime(training, { ...around, trials: 4000, cores: 2 }).seconds).toBeCloseTo(plain + 1, 2);
  });

  test('nothing to do takes the start', () => {
    expect(wallTime(training, { ...around, trials: 0 })).toEqual({ seconds: 1, low: 1, high: 1 });
  });

  test('the estimate lies in its range', () => {
    const number = fc.double({ min: 0, max: 1e5, noNaN: true });
    const count = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(number, number, number, count, count, (seconds, spread, longestRun, runs, slots) => {
        const time = wallTime(
          { seconds, leastSeconds: seconds, spread, longestRun },
          { ...around, runs, slots },
        );
        expect(time.low).toBeLessThanOrEqual(time.seconds);
        expect(time.seconds).toBeLessThanOrEqual(time.high);
        expect(Number.isFinite(time.high)).toBe(true);
      }),
    );
  });
});
