import { describe, expect, it } from 'vitest';
import { completed } from './fixtures/fake-worker.ts';
import { metricOf, outcomeOf } from './outcome.ts';

const message = {
  v: 3,
  jobId: '1.2.3',
  sweepId: 1,
  trialId: 2,
  attempt: 3,
  durationMs: 1500,
  worker: 'w',
} as const;
const now = new Date('2026-01-01T00:00:10.000Z');

describe('The outcome of a trial', () => {
  it('began its duration before its result came', () => {
    const outcome = outcomeOf({ ...message, result: completed(0.25) }, now);
    expect(outcome).toMatchObject({ trialId: 2, attempt: 3, state: 'completed', error: null, worker: 'w' });
    expect(outcome.startedAt.toISOString()).toBe('2026-01-01T00:00:08.500Z');
  });

  it('reads metrics by the names of their columns', () => {
    const outcome = outcomeOf({ ...message, result: completed(0.25) }, now);
    expect(metricOf(outcome, 'test_accuracy')).toBe(0.25);
    expect(metricOf(outcome, 'val_roc_auc')).toBe(0.25);
    expect(metricOf(outcome, 'test_confusion')).toBeNull();
    expect(metricOf(outcome, 'accuracy')).toBeNull();
    expect(metricOf({ ...outcome, test: null }, 'test_accuracy')).toBeNull();
    const unknown = outcomeOf({ ...message, result: completed(Number.NaN) }, now);
    expect(metricOf(unknown, 'test_accuracy')).toBeNull();
  });
});
