import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsSoon } from './drain.ts';

describe('What a worker that stops lets end', () => {
  it('is a job whose rest fits into the time, with a margin', () => {
    expect(endsSoon({ epoch: 90, of: 100, ranMs: 90_000 }, 20_000)).toBe(true);
    expect(endsSoon({ epoch: 90, of: 100, ranMs: 90_000 }, 12_500)).toBe(true);
    expect(endsSoon({ epoch: 90, of: 100, ranMs: 90_000 }, 12_000)).toBe(false);
  });

  it('is never a job whose pace is not known yet', () => {
    expect(endsSoon({ epoch: 0, of: 1, ranMs: 0 }, 1e9)).toBe(false);
  });

  it('grows with the time there is and with every epoch that ends', () => {
    const job = fc.record({
      epoch: fc.integer({ min: 1, max: 100 }),
      of: fc.integer({ min: 100, max: 200 }),
      ranMs: fc.integer({ min: 1, max: 1e6 }),
    });
    fc.assert(
      fc.property(job, fc.nat(1e6), fc.nat(1e6), (pace, withinMs, moreMs) => {
        if (!endsSoon(pace, withinMs)) return;
        expect(endsSoon(pace, withinMs + moreMs)).toBe(true);
        expect(endsSoon({ ...pace, epoch: Math.min(pace.of, pace.epoch + 1) }, withinMs)).toBe(true);
      }),
    );
  });
});
