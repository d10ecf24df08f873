import { performance } from 'node:perf_hooks';
import { adoptRunning } from './adopt.ts';
import { type Action, decide, type Situation } from './decide.ts';
import { expand } from './expander.ts';
import type { Lease } from './lease.ts';
import { putBack, relay } from './relay.ts';
import { type Run, type Stop, trialsPerJob } from './run.ts';
import { chargeDeaths, upkeep } from './upkeep.ts';

/** The sweep's row may be changed by another process: `sweep pause`, `sweep cancel`. */
const LOOK_MS = 500;
const IDLE_MS = 200;
/** Renewals of a lease before it would run out. */
const UPKEEPS = 5;
/** Between two counts, which only correct what is shown: what is done here is added up anyway. */
const COUNT_MS = 5000;
/** Between two looks at the best config, where results came. */
const BEST_MS = 1000;
/** Counting a million rows takes a while; it must not be all that the store does. */
const COUNT_SHARE = 0.05;

/** Decides and acts until the sweep is finished or must stop, and keeps its lease. */
export async function drive(run: Run, lease: Lease): Promise<Stop> {
  let lookAt = 0;
  let countAt = 0;
  let bestAt = 0;
  let upkeepAt = 0;
  const { bus, leaseMs } = run.options;
  for (;;) {
    if (run.fault) throw run.fault.error;
    const now = performance.now();
    run.attention.tick(now, bus.connected);
    if (now >= lookAt) {
      await lease.keep();
      run.sweep = await run.store.sweep(run.sweep.id);
      lookAt = performance.now() + LOOK_MS;
    }
    if (now >= countAt) {
      await count(run);
      const ended = performance.now();
      countAt = ended + Math.max(COUNT_MS, (ended - now) / COUNT_SHARE);
    }
    if (run.bestIsOld && now >= bestAt) {
      run.bestIsOld = false;
      run.best = await run.store.bestConfig(run.sweep.id);
      const ended = performance.now();
      bestAt = ended + Math.max(BEST_MS, (ended - now) / COUNT_SHARE);
    }
    if (bus.lasting && now >= upkeepAt) {
      await upkeep(run);
      upkeepAt = performance.now() + leaseMs / UPKEEPS;
    }
    await chargeDeaths(run);
    await putBack(run, run.inFlight.returned);
    const action = decide(situationOf(run));
    if (action.do === 'stop' || action.do === 'finish') return action;
    await perform(run, action);
  }
}

async function perform(run: Run, action: Exclude<Action, Stop>): Promise<void> {
  const { bus } = run.options;
  switch (action.do) {
    case 'expand':
      return expand(run, action.trials);
    case 'claim':
      return relay(run, action.trials);
    case 'count':
      return count(run);
    case 'requeue orphans':
      if (bus.lasting) return adoptRunning(run);
      run.queued += await run.store.requeue(run.sweep.id, null, run.owner);
      run.counted = false;
      return;
    case 'wait':
      return run.bell.wait(IDLE_MS);
    default:
      action satisfies never;
  }
}

async function count(run: Run): Promise<void> {
  run.counts = await run.store.counts(run.sweep.id);
  run.queued = run.counts.queued;
  run.counted = true;
}

function situationOf(run: Run): Situation {
  const { sweep, inFlight, counts, options } = run;
  const now = performance.now();
  return {
    aborted: options.signal.aborted,
    sweepState: sweep.state,
    sweepReason: sweep.reason,
    failure: run.beginning.failure((now - run.startedAt) / 1000),
    expanded: run.expanded,
    queued: run.queued,
    running: counts.running,
    counted: run.counted,
    trialsInFlight: inFlight.trials,
    jobsInFlight: inFlight.jobs,
    trialsPerJob: trialsPerJob(run),
    trialsPerSecond: run.rate.perSecond(now),
    slots: Math.max(1, options.slots()),
    replicates: sweep.replicates,
    lookahead: run.searcher.learnsFrom?.lookahead ?? null,
  };
}
