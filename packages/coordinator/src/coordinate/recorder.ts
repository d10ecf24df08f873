import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, ResultMessage } from '@latentsweep/bus';
import type { TrialOutcome } from '@latentsweep/store';
import { metricOf, outcomeOf } from './outcome.ts';
import { addCounts, type Run } from './run.ts';

const MOST_RESULTS = 500;
const WAIT_MS = 50;
/** After a pull that brought nothing, which on a bus that was closed takes no time. */
const PAUSE_MS = 10;
/** Results that come within this time share a transaction: one costs the store as much as some ten more results. */
const GATHER_MS = 250;
/** So many are worth a transaction at once. */
const ENOUGH = 200;

/** Writes results as they come, until the run is drained and none is left. Acknowledges what is written. */
export async function recordResults(run: Run): Promise<void> {
  for (;;) {
    const last = run.drained;
    const deliveries = await gather(run);
    if (deliveries.length > 0) await record(run, deliveries);
    else if (last) return;
    else await sleep(PAUSE_MS);
  }
}

/** The next results: those that wait, and what soon follows them unless they are the last ones under way. */
async function gather(run: Run): Promise<Delivery<ResultMessage>[]> {
  const { bus } = run.options;
  const gathered = await bus.pullResults(MOST_RESULTS, run.drained ? 0 : WAIT_MS);
  const until = performance.now() + GATHER_MS;
  while (gathered.length > 0 && gathered.length < Math.min(ENOUGH, run.inFlight.awaited)) {
    const left = until - performance.now();
    if (left <= 0) break;
    const more = await bus.pullResults(MOST_RESULTS - gathered.length, left);
    if (more.length === 0) break;
    gathered.push(...more);
  }
  return gathered;
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
  const now = performance.now();
  run.rate.note(outcomes.length, now);
  const changes = { completed: 0, diverged: 0, failed: 0 };
  const told = [];
  for (const outcome of outcomes) {
    changes[outcome.state] += 1;
    const trial = run.inFlight.trial(outcome.trialId);
    if (!trial) continue;
    const { config, jobId } = trial;
    const error = outcome.state === 'failed' ? outcome.error : null;
    run.beginning.note(jobId, error, (now - run.startedAt) / 1000);
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
