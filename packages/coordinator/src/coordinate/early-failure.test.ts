import { describe, expect, it } from 'vitest';
import { earlyFailure } from './early-failure.ts';

const beginning = { ended: 0, failed: 3, lastError: 'out of paper', seconds: 1 };

describe('Early failure', () => {
  it('stops a sweep whose first three trials fail, and says why', () => {
    expect(earlyFailure(beginning)).toBe('3 of the first 3 trials failed, the last one with: out of paper');
    expect(earlyFailure({ ...beginning, ended: 9 })).toContain('3 of the first 12 trials failed');
  });

  it('bears two failures, failures among trials that end well, and late ones', () => {
    expect(earlyFailure({ ...beginning, failed: 2 })).toBeNull();
    expect(earlyFailure({ ...beginning, ended: 10 })).toBeNull();
    expect(earlyFailure({ ...beginning, seconds: 10.1 })).toBeNull();
  });
});
