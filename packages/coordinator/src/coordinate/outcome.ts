import { createHash } from 'node:crypto';
import type { ResultMessage } from '@latentsweep/bus';
import { CURVES, METRICS, type Metrics, type TrialResult } from '@latentsweep/core';
import type { TrialOutcome } from '@latentsweep/store';

/** A result as the store takes it. `now`: when it arrived; the trial began `durationMs` before. */
export function outcomeOf(message: ResultMessage, now: Date): TrialOutcome {
  const { trialId, attempt, result, durationMs, worker } = message;
  const startedAt = new Date(now.getTime() - durationMs);
  const resultHash = result.outcome === 'failed' ? null : hashResult(result);
  const common = { trialId, attempt, startedAt, durationMs, worker, resultHash };
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

/** SHA-256 (hex) over all bits of a result: trials with the same config, data and seed have the same. */
export function hashResult(result: TrialResult): string {
  const numbers: number[] = [];
  const add = (values: readonly number[]) => {
    numbers.push(values.length, ...values);
  };
  const addMetrics = (metrics: Metrics) => {
    for (const name of METRICS) numbers.push(metrics[name]);
    add(metrics.class_recall);
    add(metrics.confusion);
  };
  if (result.outcome === 'completed') {
    addMetrics(result.test);
    addMetrics(result.validation);
    const { kl_per_dim, active_units, generated_sd_ratio, collapsed } = result.collapse ?? {};
    numbers.push(kl_per_dim ?? -1, active_units ?? -1, generated_sd_ratio ?? -1, Number(collapsed ?? -1));
  } else numbers.push(result.epoch);
  for (const name of CURVES) add(result.curves[name]);
  return createHash('sha256').update(result.outcome).update(Float64Array.from(numbers)).digest('hex');
}
