import { TRIAL_LEASE_MS } from '@latentsweep/bus';
import type { CoordinateOptions, RunOutcome } from '../port.ts';
import { createSearcher } from '../search/searcher.ts';
import { type Custody, putBack } from './custody.ts';
import { ResultDesk } from './desk.ts';
import { drain, recall } from './drain.ts';
import { drive } from './driver.ts';
import { type Lease, takeLease } from './lease.ts';
import { leasedCustody } from './leased-custody.ts';
import { ownCustody } from './own-custody.ts';
import { putData } from './put-data.ts';
import { followWorkers } from './relay.ts';
import { followResults } from './results.ts';
import { PATIENCE_MS, Run, type Stop } from './run.ts';
import { statusOf } from './status.ts';
import { lookForTarget } from './target.ts';

const STATUS_MS = 200;

/**
 * Runs a sweep whose state is `running` until all its trials ended, it is paused or cancelled (by any process, in the
 * store), too many of its first trials fail, or `signal` aborts. Trials that were at work when it last ended without
 * notice run again, or are taken over where they go on without it. Results that come in are always written.
 *
 * Throws InputError `sweep_already_runs`, and of the store TakenOver and TryAgain.
 */
export async function coordinate(given: CoordinateOptions): Promise<RunOutcome> {
  const { searcher = createSearcher(given.definition), ...rest } = given;
  const options = {
    ...{ leaseMs: TRIAL_LEASE_MS, patienceMs: PATIENCE_MS, desk: null },
    ...{ onDeath: () => {}, onConflict: () => {}, onRung: () => {}, fuses: () => false },
    ...rest,
  };
  const run = new Run(options, searcher);
  const lease = await takeLease(run.store, run.owner, options);
  if (lease === null) {
    await run.ledger.count(() => run.store.counts(run.sweep.id));
    return runOutcome(run, { do: 'stop', outcome: 'interrupted', reason: null });
  }

  const custody = options.bus.lasting ? leasedCustody(run) : ownCustody(run);
  const stopFollowing = followWorkers(run);
  const wake = () => run.bell.ring();
  options.signal.addEventListener('abort', wake);
  const ticker = setInterval(() => options.onStatus(statusOf(run)), STATUS_MS);
  try {
    await prepare(run, custody);
    const stop = await driveAndRecord(run, custody, lease);
    return await conclude(run, custody, stop);
  } finally {
    clearInterval(ticker);
    options.signal.removeEventListener('abort', wake);
    stopFollowing();
    await lease.release();
  }
}

async function prepare(run: Run, custody: Custody): Promise<void> {
  await putData(run.options.bus, run.options.dataset);
  await custody.takeOver();
  // Read again: another process may have moved it on while the lease was awaited.
  run.sweep = await run.store.sweep(run.sweep.id);
  run.best = await run.store.bestConfig(run.sweep.id);
  await lookForTarget(run);
}

/** To the end of the driver, with results written meanwhile. A fault of either ends both and is thrown. */
async function driveAndRecord(run: Run, custody: Custody, lease: Lease): Promise<Stop> {
  const { desk: shared, bus, onConflict } = run.options;
  const desk = shared ?? new ResultDesk({ bus, store: run.store, onConflict });
  const unfollow = desk.follow(followResults(run));
  run.onUnlisted = (trialIds) => desk.removeArtifacts(run.sweep.id, trialIds);
  desk.written.catch((error: unknown) => run.fail(error));
  try {
    const stop = await driveAndDrain(run, custody, lease);
    if (!shared) await desk.close();
    return stop;
  } catch (error) {
    if (!shared) await desk.close().catch(() => {});
    throw run.fault ? run.fault.error : error;
  } finally {
    unfollow();
  }
}

async function driveAndDrain(run: Run, custody: Custody, lease: Lease): Promise<Stop> {
  try {
    const stop = await drive(run, custody, lease);
    if (!custody.leavesRunning(stop)) await drain(run, custody, stop, lease);
    return stop;
  } catch (error) {
    if (!custody.leavesRunning('fault')) await recall(run, custody, 'fault');
    throw error;
  }
}

async function conclude(run: Run, custody: Custody, stop: Stop): Promise<RunOutcome> {
  const { store, sweep } = run;
  if (!custody.leavesRunning(stop)) await putBack(run, run.inFlight.all);
  let ended = stop;
  if (stop.outcome === 'completed') {
    // Of all that has ended: the last results may be newer than the last look.
    await lookForTarget(run);
    ended = { ...stop, reason: run.reached };
  }
  if (
    ended.outcome === 'completed' &&
    !(await store.setSweepState(sweep.id, 'completed', ended.reason ?? undefined))
  ) {
    // Paused or cancelled while the last trial ended; or it had been completed before.
    const { state, reason } = await store.sweep(sweep.id);
    if (state === 'paused' || state === 'cancelled') ended = { do: 'stop', outcome: state, reason };
  } else if (stop.outcome === 'failed') {
    await store.setSweepState(sweep.id, 'failed', stop.reason ?? undefined);
  }
  await run.ledger.count(() => store.counts(sweep.id));
  run.sweep = await store.sweep(sweep.id);
  run.best = await store.bestConfig(sweep.id);
  run.options.onStatus(statusOf(run));
  return runOutcome(run, ended);
}

function runOutcome({ ledger, seconds }: Run, { outcome, reason }: Stop): RunOutcome {
  return { state: outcome, reason, counts: ledger.counts, seconds };
}
