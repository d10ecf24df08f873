import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { atWork, leaderOf, serveSweeps } from '@latentsweep/coordinator';
import type { Store, Sweep } from '@latentsweep/store';
import { startWorker, type Worker } from '@latentsweep/worker';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import type { Monitor } from '../live/monitor.ts';
import { eventText } from '../serving/event-text.ts';
import { packageVersion } from '../version.ts';
import { otherEngine } from './engine-changed.ts';
import type { Outcome } from './finish.ts';
import { printOutcome } from './results.ts';
import { GRACE_MS, type TeamOptions } from './team.ts';
import { type Live, showLive } from './watch-on-screen.ts';

/** A coordinator that stands by looks a little more often for a lead that is free. */
const SUCCESSION_MS = 2000;

/**
 * Takes part in the cluster for one sweep that was submitted: as a worker, and as its coordinator where none leads.
 * Shows how the sweep goes, and ends with it or at the user's wish.
 */
export async function takePart(
  context: Context,
  { store, sweep, rows, ...team }: TeamOptions & { store: Store; sweep: Sweep; rows: number },
): Promise<void> {
  const name = `${hostname()}-${process.pid}`;
  const workerBus = await context.openBus('worker', name);
  try {
    const worker = await startWorker({ bus: workerBus, name, ...team, version: packageVersion() });
    let outcome: Outcome;
    try {
      if (worker.engine !== sweep.engine) throw otherEngine(sweep, worker.engine);
      outcome = await showLive(context, store, sweep, (live) =>
        coordinateToo(context, live, { store, name, worker }),
      );
    } finally {
      await worker.stop({ graceMs: GRACE_MS });
    }
    if (outcome.state !== 'interrupted') return await printOutcome(context, store, sweep, outcome, rows);
    await sayWhoIsLeft(context, store, sweep, name);
    context.exitCode = ExitCode.interrupted;
  } finally {
    await workerBus.close();
  }
}

interface Part {
  readonly store: Store;
  readonly name: string;
  readonly worker: Worker;
}

/** Watches, and coordinates if nobody else does. */
async function coordinateToo(context: Context, live: Live, { store, name, worker }: Part): Promise<Outcome> {
  const bus = await context.openBus('coordinator', name);
  const ending = new AbortController();
  const watching = new AbortController();
  const stop = () => watching.abort();
  live.signal.addEventListener('abort', stop);
  if (live.signal.aborted) stop();
  const serving = serveSweeps({
    ...{ store, bus, name, signal: ending.signal },
    onEvent: (event) => tell(live.monitor, eventText(event)),
  }).catch((error: unknown) => {
    stop();
    return { error };
  });
  try {
    const outcome = await live.look(watching.signal);
    // What is given back now has a coordinator still.
    if (outcome.state === 'interrupted') await worker.stop({ graceMs: GRACE_MS });
    ending.abort();
    const failed = await serving;
    if (failed) throw failed.error;
    return outcome;
  } finally {
    live.signal.removeEventListener('abort', stop);
    ending.abort();
    await serving;
    await bus.close();
  }
}

/** The display has no room for what goes well. */
function tell(monitor: Monitor, event: ReturnType<typeof eventText>): void {
  if (event !== null && event.level !== 'info') monitor.note(event.text);
}

/** After this process has left: who goes on with the sweep, or how to. */
async function sayWhoIsLeft(context: Context, store: Store, sweep: Sweep, name: string): Promise<void> {
  const { program } = context;
  let leader = await leaderOf(store);
  for (let waited = 0; leader === null && waited < SUCCESSION_MS; waited += 500) {
    await sleep(500);
    leader = await leaderOf(store);
  }
  const others = atWork(await store.listWorkers()).filter((worker) => worker.name !== name);
  const goOn = `${program} resume ${sweep.slug}`;
  if (leader === null) {
    context.say(`${sweep.slug} was left, and no coordinator is there to run it; nothing is lost.`);
    context.say(`Go on with: ${goOn}`);
  } else if (others.length === 0) {
    context.say(`${sweep.slug} waits for a worker; nothing is lost.`);
    context.say(`Start one with: ${program} worker. Or go on here: ${goOn}`);
  } else {
    context.say(`${sweep.slug} goes on without this machine. Watch it: ${program} watch ${sweep.slug}`);
  }
}
