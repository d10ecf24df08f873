import { performance } from 'node:perf_hooks';
import { LatentsweepError } from '@latentsweep/core';
import { type Action, decide, type Situation } from './decide.ts';
import { earlyFailure } from './early-failure.ts';
import { expand } from './expander.ts';
import { LEASE_MS } from './lease.ts';
import { putBack, relay } from './relay.ts';
import type { Run, Stop } from './run.ts';

/** The sweep's row may be changed by another process: `sweep pause`, `sweep cancel`. */
const LOOK_MS = 500;
const IDLE_MS = 200;
/** Counting a million rows takes a while; it must not be all that the store does. */
const COUNT_SHARE = 0.05;

/** Decides and acts until the sweep is finished or must stop. `owner` holds its lease and renews it. */
export async function drive(run: Run, owner: string): Promise<Stop> {
  let lookAt = 0;
  let countAt = 0;
  for (;;) {
    if (run.fault) throw run.fault.error;
    const now = performance.now();
    if (now >= lookAt) {
      await look(run, owner);
      lookAt = now + LOOK_MS;
      if (now >= countAt) {
        const began = performance.now();
        await count(run);
        countAt = performance.now() + (performance.now() - began) / COUNT_SHARE;
      }
    }
    await putBack(run, run.inFlight.returned);
    const action = decide(situationOf(run));
    if (action.do === 'stop' || action.do === 'finish') return action;
    await perform(run, action);
  }
}

async function perform(run: Run, action: Exclude<Action, Stop>): Promise<void> {
  switch (action.do) {
    case 'expand':
      return expand(run, action.trials);
    case 'claim':
      return relay(run, action.trials);
    case 'count':
      return count(run);
    case 'requeue orphans':
      run.queued += await run.store.requeue(run.sweep.id);
      run.counted = false;
      return;
    case 'wait':
      return run.bell.wait(IDLE_MS);
    default:
      action satisfies never;
  }
}

async function look(run: Run, owner: string): Promise<void> {
  const { id, slug } = run.sweep;
  if (!(await run.store.acquireRun(id, owner, LEASE_MS))) {
    throw new LatentsweepError(
      'sweep_taken_over',
      `Another process took the sweep '${slug}' over, because this one had not been heard of for ${LEASE_MS / 1000} s.`,
      'It goes on there; nothing is lost.',
    );
  }
  run.sweep = await run.store.sweep(id);
}

async function count(run: Run): Promise<void> {
  run.counts = await run.store.counts(run.sweep.id);
  run.queued = run.counts.queued;
  run.counted = true;
}

function situationOf(run: Run): Situation {
  const { sweep, inFlight, counts, options, endedWell, failed, lastError } = run;
  const now = performance.now();
  return {
    aborted: options.signal.aborted,
    sweepState: sweep.state,
    sweepReason: sweep.reason,
    failure: earlyFailure({ ended: endedWell, failed, lastError, seconds: (now - run.startedAt) / 1000 }),
    expanded: run.expanded,
    queued: run.queued,
    running: counts.running,
    counted: run.counted,
    trialsInFlight: inFlight.trials,
    jobsInFlight: inFlight.jobs,
    trialsPerJob: run.jobsClaimed === 0 ? 1 : run.trialsClaimed / run.jobsClaimed,
    trialsPerSecond: run.rate.perSecond(now),
    slots: options.slots,
  };
}
