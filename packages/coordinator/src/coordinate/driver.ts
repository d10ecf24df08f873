import { performance } from 'node:perf_hooks';
import { Agenda } from './agenda.ts';
import { type Custody, putBack } from './custody.ts';
import { chargeDeaths } from './deaths.ts';
import { type Action, decide, type Situation } from './decide.ts';
import { expand } from './expander.ts';
import type { Lease } from './lease.ts';
import { stageOf } from './race-stage.ts';
import { relay } from './relay.ts';
import type { Run, Stop } from './run.ts';
import { lookForTarget } from './target.ts';

const IDLE_MS = 200;

interface Driving {
  readonly run: Run;
  readonly custody: Custody;
  readonly lease: Lease;
  readonly agenda: Agenda;
}

/** Decides and acts until the sweep is finished or must stop. */
export async function drive(run: Run, custody: Custody, lease: Lease): Promise<Stop> {
  const driving = { run, custody, lease, agenda: new Agenda(custody.keepUpMs) };
  for (;;) {
    if (run.fault) throw run.fault.error;
    run.attention.tick(performance.now(), run.options.bus.connected);
    const action = decide(situationOf(driving));
    if (action.do === 'stop') return action;
    await perform(driving, action);
  }
}

async function perform(
  { run, custody, lease, agenda }: Driving,
  action: Exclude<Action, Stop>,
): Promise<void> {
  const { store, sweep } = run;
  switch (action.do) {
    case 'look':
      return agenda.perform('look', async () => {
        await lease.keep();
        run.sweep = await store.sweep(sweep.id);
      });
    case 'count':
      return agenda.perform('count', () => run.ledger.count(() => store.counts(sweep.id)));
    case 'find the best':
      return agenda.perform('find the best', async () => {
        run.bestIsOld = false;
        run.best = await store.bestConfig(sweep.id);
        await lookForTarget(run);
      });
    case 'keep up':
      return agenda.perform('keep up', () => custody.keepUp());
    case 'charge deaths':
      return chargeDeaths(run);
    case 'put back':
      return putBack(run, run.inFlight.returned);
    case 'expand':
      if (await expand(run, action.trials)) return;
      return run.bell.wait(IDLE_MS);
    case 'claim':
      return relay(run, action.trials);
    case 'take over':
      await custody.takeOver();
      return run.ledger.doubt();
    case 'wait':
      return run.bell.wait(IDLE_MS);
    default:
      action satisfies never;
  }
}

/** A decision waits for all trials, what goes on for none, a search that learns for all but its newest. */
function awaited({ sweep, options, searcher }: Run): number | null {
  const stage = stageOf(sweep, options.definition)?.race;
  if (stage === 'decide' || stage === 'band') return 0;
  return stage === 'extend' || stage === 'resume' ? null : (searcher.learnsFrom?.lookahead ?? null);
}

function situationOf({ run, agenda }: Driving): Situation {
  const { sweep, inFlight, ledger, options } = run;
  const now = performance.now();
  return {
    deaths: run.deaths.length,
    returned: inFlight.trials - inFlight.awaited,
    aborted: options.signal.aborted,
    sweepState: sweep.state,
    sweepReason: sweep.reason,
    failure: run.beginning.failure(run.seconds),
    reached: run.reached,
    dueIn: {
      look: agenda.dueIn('look'),
      count: agenda.dueIn('count'),
      'find the best': run.bestIsOld ? agenda.dueIn('find the best') : Number.POSITIVE_INFINITY,
      'keep up': agenda.dueIn('keep up'),
    },
    expanded: sweep.expanded,
    queued: ledger.counts.queued,
    running: ledger.counts.running,
    exact: ledger.exact,
    trialsInFlight: inFlight.trials,
    jobsInFlight: inFlight.jobs,
    trialsPerJob: ledger.trialsPerJob,
    trialsPerSecond: run.rate.perSecond(now),
    slots: Math.max(1, options.slots()),
    replicates: sweep.replicates,
    lookahead: awaited(run),
  };
}
