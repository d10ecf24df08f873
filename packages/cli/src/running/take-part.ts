import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@latentsweep/bus';
import { atWork, leaderOf, serveSweeps } from '@latentsweep/coordinator';
import type { KnownSweep, Store } from '@latentsweep/store';
import { startWorker } from '@latentsweep/worker';
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
 * Shows how the sweep goes, and ends with it or at the user's wish. One connection serves both: the credentials of a
 * coordinator allow all that a worker does.
 */
export async function takePart(
  context: Context,
  { store, sweep, rows, ...team }: TeamOptions & { store: Store; sweep: KnownSweep; rows: number },
): Promise<void> {
  const name = `${hostname()}-${process.pid}`;
  const bus = await context.openBus('coordinator', name);
  try {
    const worker = await startWorker({ bus, name, ...team, version: packageVersion() });
    const stopWorker = once(() => worker.stop({ graceMs: GRACE_MS }));
    let outcome: Outcome;
    try {
      if (worker.engine !== sweep.engine) throw otherEngine(sweep, worker.engine);
      const part = { store, bus, name, stopWorker };
      outcome = await showLive(context, store, sweep, (live) => coordinateToo(live, part));
    } finally {
      await stopWorker();
    }
    if (outcome.state !== 'interrupted') return await printOutcome(context, store, sweep, outcome, rows);
    await sayWhoIsLeft(context, store, sweep, name);
    context.exitCode = ExitCode.interrupted;
  } finally {
    await bus.close();
  }
}

interface Part {
  readonly store: Store;
  readonly bus: Bus;
  readonly name: string;
  stopWorker(): Promise<void>;
}

/** Watches, and coordinates if nobody else does. */
async function coordinateToo(live: Live, { store, bus, name, stopWorker }: Part): Promise<Outcome> {
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
    // What the worker gives back now has a coordinator still.
    await stopWorker();
    ending.abort();
    const failed = await serving;
    if (failed) throw failed.error;
    return outcome;
  } finally {
    live.signal.removeEventListener('abort', stop);
    ending.abort();
    await serving;
  }
}

/** `action` the first time, and its end every time. */
function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= action();
    return done;
  };
}

/** The display has no room for what goes well. */
function tell(monitor: Monitor, event: ReturnType<typeof eventText>): void {
  if (event !== null && event.level !== 'info') monitor.note(event.text);
}

/** After this process has left: who goes on with the sweep, or how to. */
async function sayWhoIsLeft(context: Context, store: Store, sweep: KnownSweep, name: string): Promise<void> {
  const { spell } = context;
  let leader = await leaderOf(store);
  for (let waited = 0; leader === null && waited < SUCCESSION_MS; waited += 500) {
    await sleep(500);
    leader = await leaderOf(store);
  }
  const others = atWork(await store.listWorkers()).filter((worker) => worker.name !== name);
  const goOn = spell(`resume ${sweep.word}`);
  if (leader === null) {
    context.say(`${sweep.slug} was left, and no coordinator is there to run it; nothing is lost.`);
    context.say(`Go on with: ${goOn}`);
  } else if (others.length === 0) {
    context.say(`${sweep.slug} waits for a worker; nothing is lost.`);
    context.say(`Start one with: ${spell('worker')}. Or go on here: ${goOn}`);
  } else {
    context.say(`${sweep.slug} goes on without this machine. Watch it: ${spell(`watch ${sweep.word}`)}`);
  }
}
