import { MOST_JOB_BYTES } from '@latentsweep/bus';
import { InputError } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { define } from '../sweep-file/fixtures.ts';
import { refuseLargeJobs } from './job-size.ts';

function refusal(epochs: number): InputError | null {
  const values = Array.from({ length: epochs }, (_, i) => i + 1);
  try {
    refuseLargeJobs(define(`epochs: { values: [${values}] }`), 'simd@1');
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

describe('a job that the bus of a cluster would refuse', () => {
  test('has results at thousands of epochs', () => {
    expect(refusal(500)).toBeNull();
    const refused = refusal(1500)!;
    expect(refused.code).toBe('job_too_big');
    expect(refused.message).toMatch(/takes \d\d\d?,\d\d\d bytes, and the bus of a cluster carries 65,536/);
    expect(refused.hint).toContain('1,500 values of `epochs`');
    expect(refused.hint).toContain('Without a cluster');
  });

  test('is larger than the stream of jobs takes', () => {
    expect(MOST_JOB_BYTES).toBe(65_536);
  });
});
