import { performance } from 'node:perf_hooks';
import type { CoordinateOptions, Cursor, RunOutcome } from '../port.ts';
import { createSearcher } from '../search/searcher.ts';
import { adoptRunning } from './adopt.ts';
import { ResultDesk } from './desk.ts';
import { drain, takeBack } from './drain.ts';
import { drive } from './driver.ts';
import { type Lease, takeLease } from './lease.ts';
import { followWorkers, putBack } from './relay.ts';
import { followResults } from './results.ts';
import { beginRun, DEFAULT_LEASE_MS, PATIENCE_MS, type Run, type Stop, setFault } from './run.ts';
import { statusOf } from './status.ts';

const STATUS_MS = 200;

/**
 * Runs a sweep whose state is `running` until all its trials ended, it is paused or cancelled (by any process, in the
 * store), too many of its first trials fail, or `signal` aborts. Trials that were at work when it last ended without
 * notice run again, or are taken over where they go on without it. Results that come in are always written.
 *
 * Throws `sweep_already_runs`, `sweep_taken_over` and `store_unreachable`.
 */
export async function coordinate(given: CoordinateOptions): Promise<RunOutcome> {
  const options = {
    ...{ leaseMs: DEFAULT_LEASE_MS, patienceMs: PATIENCE_MS, desk: null },
    ...{ onDeath: () => {}, onConflict: () => {}, fuses: () => false },
    ...given,
  };
  const run = beginRun(options, createSearcher(options.definition));
  const lease = await takeLease(run.store, run.owner, options);
  if (lease === null) {
    run.counts = await run.store.counts(run.sweep.id);
    return outcomeOf(run, { do: 'stop', outcome: 'interrupted', reason: null });
  }

  const stopFollowing = followWorkers(run);
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
  if (bus.lasting) await adoptRunning(run);
  else await run.store.requeue(run.sweep.id, null, run.owner);
  // Read again: another process may have moved it on while the lease was awaited.
  run.sweep = await run.store.sweep(run.sweep.id);
  run.cursor = run.sweep.cursor as Cursor | null;
  run.expanded = run.sweep.expanded;
  run.best = await run.store.bestConfig(run.sweep.id);
}

/** To the end of the driver, with results written meanwhile. A fault of either ends both and is thrown. */
async function driveAndRecord(run: Run, lease: Lease): Promise<Stop> {
  const { desk: shared, bus, onConflict } = run.options;
  const desk = shared ?? new ResultDesk({ bus, store: run.store, onConflict });
  const unfollow = desk.follow(followResults(run));
  desk.written.catch((error: unknown) => setFault(run, error));
  try {
    const stop = await driveAndDrain(run, lease);
    if (!shared) await desk.close();
    return stop;
  } catch (error) {
    if (!shared) await desk.close().catch(() => {});
    throw run.fault ? run.fault.error : error;
  } finally {
    unfollow();
  }
}

async function driveAndDrain(run: Run, lease: Lease): Promise<Stop> {
  try {
    const stop = await drive(run, lease);
    if (!leavesRunning(run, stop)) await drain(run, stop, lease);
    return stop;
  } catch (error) {
    if (!run.options.bus.lasting) await takeBack(run);
    throw error;
  }
}

/** Whether trials at work are left to the coordinator that comes next. */
function leavesRunning({ options }: Run, stop: Stop): boolean {
  return options.bus.lasting && stop.do === 'stop' && stop.outcome === 'interrupted';
}

async function conclude(run: Run, stop: Stop): Promise<RunOutcome> {
  const { store, sweep } = run;
  if (!leavesRunning(run, stop)) await putBack(run, run.inFlight.all);
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
  run.best = await store.bestConfig(sweep.id);
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
