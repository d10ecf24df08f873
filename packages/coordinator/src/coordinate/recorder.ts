import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, ResultMessage } from '@latentsweep/bus';
import type { TrialOutcome } from '@latentsweep/store';
import { metricOf, outcomeOf } from './outcome.ts';
import { addCounts, type Run } from './run.ts';

const MOST_RESULTS = 500;
const WAIT_MS = 200;
/** Results that come in the meantime share a transaction. */
const LINGER_MS = 25;

/** Writes results as they come, until the run is drained and none is left. Acknowledges what is written. */
export async function recordResults(run: Run): Promise<void> {
  const { bus } = run.options;
  for (;;) {
    const last = run.drained;
    const deliveries = await bus.pullResults(MOST_RESULTS, last ? 0 : WAIT_MS);
    if (deliveries.length > 0) await record(run, deliveries);
    else if (last) return;
    if (!last) await sleep(LINGER_MS);
  }
}

async function record(run: Run, deliveries: readonly Delivery<ResultMessage>[]): Promise<void> {
  const now = new Date();
  const outcomes = new Map(deliveries.map(({ message }) => [message.trialId, outcomeOf(message, now)]));
  const ended = new Set(await run.store.record([...outcomes.values()]));
  await Promise.all(deliveries.map((delivery) => delivery.ack()));

  const fresh = [...outcomes.values()].filter(({ trialId }) => ended.has(trialId));
  note(run, fresh);
  for (const trialId of outcomes.keys()) run.inFlight.remove(trialId);
  run.bell.ring();
}

function note(run: Run, outcomes: readonly TrialOutcome[]): void {
  if (outcomes.length === 0) return;
  run.rate.note(outcomes.length, performance.now());
  const changes = { completed: 0, diverged: 0, failed: 0 };
  const told = [];
  for (const outcome of outcomes) {
    changes[outcome.state] += 1;
    if (outcome.state === 'failed') {
      run.failed += 1;
      run.lastError = outcome.error;
    } else {
      run.endedWell += 1;
    }
    const config = run.inFlight.configOf(outcome.trialId);
    if (!config) continue;
    const value = metricOf(outcome, run.sweep.metric);
    told.push({ config, value });
    if (value !== null && isBetter(run, value)) run.best = { value, config };
  }
  run.searcher.tell(told);
  addCounts(run, { ...changes, running: -outcomes.length });
}

function isBetter({ best, sweep }: Run, value: number): boolean {
  if (!best) return true;
  return sweep.goal === 'maximize' ? value > best.value : value < best.value;
}
