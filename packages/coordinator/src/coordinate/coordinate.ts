import { performance } from 'node:perf_hooks';
import type { CoordinateOptions, Cursor, RunOutcome } from '../port.ts';
import { createSearcher } from '../search/searcher.ts';
import { readBest } from './best.ts';
import { drain, takeBack } from './drain.ts';
import { drive } from './driver.ts';
import { type Lease, takeLease } from './lease.ts';
import { recordResults } from './recorder.ts';
import { followProgress, putBack } from './relay.ts';
import { beginRun, type Run, type Stop, setFault } from './run.ts';
import { statusOf } from './status.ts';

const STATUS_MS = 200;

/**
 * Runs a sweep whose state is `running` until all its trials ended, it is paused or cancelled (by any process, in the
 * store), too many of its first trials fail, or `signal` aborts. Trials that were at work when it last ended without
 * notice run again. Results that come in are always written; trials that did not end are queued again.
 *
 * Throws `sweep_already_runs`, `sweep_taken_over` and `store_unreachable`.
 */
export async function coordinate(options: CoordinateOptions): Promise<RunOutcome> {
  const run = beginRun(options, createSearcher(options.definition));
  const lease = await takeLease(run.store, options);
  if (lease === null) {
    run.counts = await run.store.counts(run.sweep.id);
    return outcomeOf(run, { do: 'stop', outcome: 'interrupted', reason: null });
  }

  const stopFollowing = followProgress(run);
  const wake = () => run.bell.ring();
  options.signal.addEventListener('abort', wake);
  const ticker = setInterval(() => options.onStatus(statusOf(run)), STATUS_MS);
  try {
    await prepare(run);
    const stop = await driveAndRecord(run, lease);
    return await conclude(run, stop);
  } finally {
    clearInterval(ticker);
    options.signal.removeEventListener('abort', wake);
    stopFollowing();
    await lease.release();
  }
}

async function prepare(run: Run): Promise<void> {
  const { bus, dataset } = run.options;
  if (dataset.spec.kind === 'table' && dataset.content) {
    await bus.putContent(dataset.spec.content, dataset.content);
  }
  await run.store.requeue(run.sweep.id);
  // Read again: another process may have moved it on while the lease was awaited.
  run.sweep = await run.store.sweep(run.sweep.id);
  run.cursor = run.sweep.cursor as Cursor | null;
  run.expanded = run.sweep.expanded;
  run.best = await readBest(run);
}

/** Both loops, to their common end. A fault of either ends both and is thrown. */
async function driveAndRecord(run: Run, lease: Lease): Promise<Stop> {
  const recording = recordResults(run).catch((error: unknown) => setFault(run, error));
  const driving = driveAndDrain(run, lease).finally(() => {
    run.drained = true;
  });
  const [driven] = await Promise.allSettled([driving, recording]);
  if (run.fault) throw run.fault.error;
  if (driven.status === 'rejected') throw driven.reason;
  return driven.value;
}

async function driveAndDrain(run: Run, lease: Lease): Promise<Stop> {
  try {
    const stop = await drive(run, lease);
    await drain(run, stop, lease);
    return stop;
  } catch (error) {
    await takeBack(run);
    throw error;
  }
}

async function conclude(run: Run, stop: Stop): Promise<RunOutcome> {
  const { store, sweep } = run;
  await putBack(run, run.inFlight.all);
  let ended = stop;
  if (stop.do === 'finish' && !(await store.setSweepState(sweep.id, 'completed'))) {
    // Paused or cancelled while the last trial ended; or it had been completed before.
    const { state, reason } = await store.sweep(sweep.id);
    if (state === 'paused' || state === 'cancelled') ended = { do: 'stop', outcome: state, reason };
  } else if (stop.do === 'stop' && stop.outcome === 'failed') {
    await store.setSweepState(sweep.id, 'failed', stop.reason ?? undefined);
  }
  run.counts = await store.counts(sweep.id);
  run.sweep = await store.sweep(sweep.id);
  run.options.onStatus(statusOf(run));
  return outcomeOf(run, ended);
}

function outcomeOf({ counts, startedAt }: Run, stop: Stop): RunOutcome {
  return {
    state: stop.do === 'finish' ? 'completed' : stop.outcome,
    reason: stop.do === 'finish' ? null : stop.reason,
    counts,
    seconds: (performance.now() - startedAt) / 1000,
  };
}
