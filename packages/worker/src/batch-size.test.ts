import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchSize, cohortBatchSize, nextMost, recentMs } from './batch-size.ts';

describe('The size of a batch', () => {
  it('is one job until it is known how long jobs take, and for jobs that are not small', () => {
    expect(batchSize(null)).toBe(1);
    expect(batchSize(50)).toBe(1);
    expect(batchSize(60_000)).toBe(1);
  });

  it('fills about a tenth of a second with small jobs', () => {
    expect(batchSize(40)).toBe(2);
    expect(batchSize(5)).toBe(20);
    expect(batchSize(0)).toBe(64);
  });

  it('is a number of whole cohorts', () => {
    expect([null, 60_000, 5, 0].map((ms) => cohortBatchSize(ms, 8))).toEqual([8, 8, 24, 64]);
    expect(cohortBatchSize(5, 1)).toBe(batchSize(5));
    expect(cohortBatchSize(0, 4096)).toBe(4096);
  });

  it('follows how many begin together', () => {
    let most = Number.POSITIVE_INFINITY;
    const take = (wanted: number, ofOneShape: number) => {
      const pulled = Math.min(wanted, most);
      most = nextMost(most, pulled, Math.min(pulled, ofOneShape));
      return pulled;
    };
    expect([take(64, 64), take(64, 1), take(64, 1), take(64, 1)]).toEqual([64, 64, 2, 2]);
    expect([64, 64, 64, 64, 64, 64, 64].map((wanted) => take(wanted, 64))).toEqual([2, 4, 8, 16, 32, 64, 64]);
  });

  it('is back to one after a single long job', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (durations) => {
        const recent = [...durations, 50].reduce<number | null>(recentMs, null);
        expect(batchSize(recent)).toBe(1);
      }),
    );
  });
});
