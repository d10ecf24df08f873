import type { Job } from '@latentsweep/bus';
import { canonicalConfig } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutIntoCohorts, jobShape } from './cut.ts';

function job(more: { latent?: number; attempt?: number; rate?: number; dataset?: string } = {}): Job {
  return {
    engine: 'simd@1',
    config: canonicalConfig({ latent_size: more.latent ?? 2, learning_rate: more.rate ?? 0.001 }),
    dataset: more.dataset ?? 'a',
    milestones: [
      { trialId: 1, epochs: 1, attempt: 1 },
      { trialId: 2, epochs: 2, attempt: more.attempt ?? 1 },
    ],
  } as Partial<Job> as Job;
}

describe('A batch of jobs', () => {
  it('is cut by shape and width', () => {
    const jobs = [2, 9, 2, 2, 9].map((latent) => job({ latent }));
    expect(cutIntoCohorts(jobs, 2)).toEqual([[0, 2], [3], [1, 4]]);
    expect(cutIntoCohorts(jobs, 8)).toEqual([
      [0, 2, 3],
      [1, 4],
    ]);
    expect(cutIntoCohorts(jobs, 1)).toEqual([[0], [1], [2], [3], [4]]);
  });

  it('has jobs together whose rates differ, but not their data', () => {
    expect(cutIntoCohorts([job(), job({ rate: 0.1 }), job({ dataset: 'b' })], 8)).toEqual([[0, 1], [2]]);
  });

  it('has a job alone that may have killed its thread', () => {
    expect(cutIntoCohorts([job(), job({ attempt: 2 }), job(), job({ attempt: 3 })], 8)).toEqual([
      [0, 2],
      [1],
      [3],
    ]);
  });

  it('is cut into cohorts that hold every job once, in their order, and none that does not belong', () => {
    const some = fc.array(
      fc.record({ latent: fc.integer({ min: 1, max: 3 }), attempt: fc.integer({ min: 1, max: 2 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 10 }), (given, width) => {
        const jobs = given.map(job);
        const cohorts = cutIntoCohorts(jobs, width);
        expect(cohorts.flat().toSorted((a, b) => a - b)).toEqual([...jobs.keys()]);
        for (const cohort of cohorts) {
          expect(cohort.length).toBeGreaterThan(0);
          expect(cohort.length).toBeLessThanOrEqual(width);
          expect(cohort).toEqual(cohort.toSorted((a, b) => a - b));
          expect(new Set(cohort.map((i) => jobShape(jobs[i]!))).size).toBe(1);
          if (cohort.length > 1) expect(cohort.every((i) => given[i]!.attempt === 1)).toBe(true);
        }
        // No two that could have gone together.
        const open = cohorts.filter(([i, ...more]) => more.length + 1 < width && given[i!]!.attempt === 1);
        expect(new Set(open.map(([i]) => jobShape(jobs[i!]!))).size).toBe(open.length);
      }),
    );
  });
});
