import type { ResultMessage } from '@latentsweep/bus';
import type { MetricName } from '@latentsweep/core';
import type { TrialOutcome } from '@latentsweep/store';

/** A result as the store takes it. `now`: when it arrived; the trial began `durationMs` before. */
export function outcomeOf(message: ResultMessage, now: Date): TrialOutcome {
  const { trialId, attempt, result, durationMs, worker } = message;
  const startedAt = new Date(now.getTime() - durationMs);
  const common = { trialId, attempt, startedAt, durationMs, worker };
  const nothing = { test: null, validation: null, collapse: null };
  switch (result.outcome) {
    case 'completed': {
      const { test, validation, collapse, curves } = result;
      return { ...common, state: 'completed', error: null, test, validation, collapse, curves };
    }
    case 'diverged': {
      const error = `Epoch ${result.epoch}: ${result.reason}`;
      return { ...common, ...nothing, state: 'diverged', error, curves: result.curves };
    }
    case 'failed':
      return { ...common, ...nothing, state: 'failed', error: result.error, curves: null };
    default:
      return result satisfies never;
  }
}

/** The value of a metric column (`test_accuracy`, `val_log_loss`, …), null where the trial has none. */
export function metricOf({ test, validation }: TrialOutcome, column: string): number | null {
  const [, split, name] = /^(test|val)_(.+)$/.exec(column) ?? [];
  const value = (split === 'test' ? test : validation)?.[name as MetricName];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
