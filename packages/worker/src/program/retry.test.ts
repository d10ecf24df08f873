import type { FailedTrial, TrialResult } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { withRetries } from './retry.ts';

const failed: FailedTrial = { outcome: 'failed', error: 'exit_code: 3' };
const completed: TrialResult = { outcome: 'completed', measures: { loss: 1 }, curves: {} };
const diverged: TrialResult = { outcome: 'diverged', epoch: 1, reason: 'NaN', curves: {} };

const ran = { host: 'here', platform: 'linux x64' };

/** Ends as given, one run after the other; `runs`: how many there were. */
function running(results: readonly (TrialResult | FailedTrial | null)[], log = 'said\n') {
  const left = [...results];
  const state = { runs: 0 };
  const run = async () => {
    state.runs += 1;
    const result = left.shift()!;
    return result && { result, cut: false, log, durationMs: 10, artifacts: [], ran };
  };
  return { state, run };
}

describe('what failed is run again', () => {
  test('until it ends well, and the log says so', async () => {
    const { state, run } = running([failed, failed, completed]);
    const end = await withRetries(5, run);
    expect(state.runs).toBe(3);
    expect(end).toMatchObject({ result: completed, durationMs: 30 });
    expect(end!.log).toBe(
      'latentsweep: it failed (exit_code: 3) and is tried again, 1 of at most 5\n' +
        'latentsweep: it failed (exit_code: 3) and is tried again, 2 of at most 5\nsaid\n',
    );
  });

  test('no oftener than its declaration says', async () => {
    const { state, run } = running([failed, failed, failed]);
    expect((await withRetries(1, run))!.result).toBe(failed);
    expect(state.runs).toBe(2);
    expect((await withRetries(0, run))!.log).toBe('said\n');
    expect(state.runs).toBe(3);
  });

  test.for([diverged, completed, null])('but nothing else (%j)', async (result) => {
    const { state, run } = running([result]);
    expect((await withRetries(3, run))?.result).toBe(result === null ? undefined : result);
    expect(state.runs).toBe(1);
  });

  test('and what it tells fits into a message', async () => {
    const long: FailedTrial = { outcome: 'failed', error: 'x'.repeat(10_000) };
    const { run } = running(
      Array.from({ length: 101 }, () => long),
      'y'.repeat(32 * 1024),
    );
    const { log } = (await withRetries(100, run))!;
    expect(log.length).toBeLessThan(40_000);
    expect(log).toContain('100 of at most 100');
  });
});
