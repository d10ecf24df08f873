import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndingRate, secondsLeft } from './rate.ts';

describe('The rate of endings', () => {
  it('is that of the last five seconds', () => {
    const rate = new EndingRate(0);
    for (let second = 1; second <= 60; second++) rate.note(second <= 50 ? 10 : 100, 1000 * second);
    expect(rate.perSecond(60_000)).toBe(100);
    expect(rate.total).toBe(1500);
  });

  it('is that of the whole run where few end', () => {
    const rate = new EndingRate(0);
    rate.note(1, 20_000);
    rate.note(1, 40_000);
    expect(rate.perSecond(40_000)).toBe(0.05);
  });

  it('is steady from the start for a steady stream', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 10, max: 200 }), (count, steps) => {
        const rate = new EndingRate(0);
        for (let i = 1; i <= steps; i++) rate.note(count, 100 * i);
        expect(rate.perSecond(100 * steps) / (10 * count)).toBeCloseTo(1, 1);
      }),
    );
  });

  it('gives the time that is left, once something ended', () => {
    expect(secondsLeft(10, 0)).toBeNull();
    expect(secondsLeft(10, 4)).toBe(2.5);
    expect(secondsLeft(0, 0)).toBe(0);
  });
});
