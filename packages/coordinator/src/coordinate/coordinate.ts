import { performance } from 'node:perf_hooks';
import type { CoordinateOptions, RunOutcome } from '../port.ts';
import { createSearcher } from '../search/searcher.ts';
import { readBest } from './best.ts';
import { drain, takeBack } from './drain.ts';
import { drive } from './driver.ts';
import { takeLease } from './lease.ts';
import { recordResults } from './recorder.ts';
import { followProgress, putBack } from './relay.ts';
import { beginRun, type Run, type Stop } from './run.ts';
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
  const owner = await takeLease(run);
  if (owner === null) return outcomeOf(run, { do: 'stop', outcome: 'interrupted', reason: null });

  const stopFollowing = followProgress(run);
  const wake = () => run.bell.ring();
  options.signal.addEventListener('abort', wake);
  const ticker = setInterval(() => options.onStatus(statusOf(run)), STATUS_MS);
  try {
    await prepare(run);
    const stop = await driveAndRecord(run, owner);
    return await conclude(run, stop);
  } finally {
    clearInterval(ticker);
    options.signal.removeEventListener('abort', wake);
    stopFollowing();
    await run.store.releaseRun(run.sweep.id, owner).catch(() => {
      // It runs out by itself, and what went wrong with the store was thrown already.
    });
  }
}

async function prepare(run: Run): Promise<void> {
  const { bus, dataset } = run.options;
  if (dataset.spec.kind === 'table' && dataset.content) {
    await bus.putContent(dataset.spec.content, dataset.content);
  }
  await run.store.requeue(run.sweep.id);
  run.best = await readBest(run);
}

/** Both loops, to their common end. A fault of either ends both and is thrown. */
async function driveAndRecord(run: Run, owner: string): Promise<Stop> {
  const recording = recordResults(run).catch((error: unknown) => {
    run.fault = { error };
    run.bell.ring();
  });
  const driving = driveAndDrain(run, owner).finally(() => {
    run.drained = true;
  });
  const [driven] = await Promise.allSettled([driving, recording]);
  if (run.fault) throw run.fault.error;
  if (driven.status === 'rejected') throw driven.reason;
  return driven.value;
}

async function driveAndDrain(run: Run, owner: string): Promise<Stop> {
  try {
    const stop = await drive(run, owner);
    await drain(run, stop);
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
