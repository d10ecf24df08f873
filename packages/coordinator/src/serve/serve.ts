import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOOK_MS } from '@latentsweep/bus';
import { TryAgain } from '@latentsweep/store';
import { ResultDesk } from '../coordinate/desk.ts';
import { patientLedger } from '../coordinate/retry.ts';
import { PATIENCE_ABORTED_MS } from '../coordinate/run.ts';
import { BusCare } from './bus-care.ts';
import { Contents } from './contents.ts';
import { FileCare } from './files.ts';
import { Fleet } from './fleet.ts';
import { type Lead, waitForLead } from './lead.ts';
import type { ServeOptions } from './port.ts';
import { runSweep, type Tenure } from './sweep.ts';

const SAVE_WORKERS_MS = 2000;
/** Before a sweep that could not be run is tried again. */
const PAUSE_MS = 5000;

/**
 * Runs the sweeps that were submitted to the store, one coordinator of several at a time. Resolves when aborted, with
 * trials at work left to the next coordinator. Throws what makes the store unusable.
 */
export async function serveSweeps(options: ServeOptions): Promise<void> {
  const { store, bus, name, signal, onEvent } = options;
  const stopListening = bus.onConnection((connected) => onEvent({ kind: 'connection', connected }));
  const tell = oncePer(onEvent);
  try {
    while (!signal.aborted) {
      const lead = await waitForLead({
        ...{ store, signal, owner: `${name}:${randomUUID()}` },
        onStandby: () => tell('standby', { kind: 'standing by' }),
        onUnreachable: (error) => tell('store', { kind: 'store unreachable', error }),
      });
      if (!lead) return;
      tell.forget();
      onEvent({ kind: 'leading' });
      await leadUntilLost(options, lead);
    }
  } finally {
    stopListening();
  }
}

async function leadUntilLost(options: ServeOptions, lead: Lead): Promise<void> {
  const { store, bus, signal, onEvent } = options;
  const ending = new AbortController();
  const end = () => ending.abort();
  // Not AbortSignal.any: what waits with a signal that depends on others costs several times as much, twice a second.
  const over = ending.signal;
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  const desk = new ResultDesk({
    bus,
    store: patientLedger(store, () => (over.aborted ? PATIENCE_ABORTED_MS : Number.POSITIVE_INFINITY)),
    onConflict: (trialIds) => onEvent({ kind: 'conflict', trialIds }),
  });
  // Heard once: a promise that lives as long as the tenure would keep a reaction of each look that raced with it.
  desk.written.catch(end);
  const fleet = new Fleet();
  const outage = oncePer(onEvent);
  const unreachable = (error: unknown) => outage('store', { kind: 'store unreachable', error });
  const contents = new Contents(bus, store, unreachable);
  const tenure: Tenure = { options, desk, fleet, contents, signal: over };
  const stopListening = listen(tenure);
  const sweeps = new Sweeps(tenure);
  const care = new BusCare(tenure);
  const files = new FileCare(tenure);
  try {
    let saveAt = 0;
    while (!over.aborted) {
      if (!(await lead.keep())) {
        onEvent({ kind: 'lost the lead', reason: 'another coordinator leads' });
        break;
      }
      for (const lost of fleet.forgetSilent(performance.now())) onEvent({ kind: 'worker', ...lost });
      care.look(performance.now());
      files.look(performance.now());
      try {
        await sweeps.look();
        if (performance.now() >= saveAt) {
          await saveFleet(store, fleet);
          await care.save();
          saveAt = performance.now() + SAVE_WORKERS_MS;
        }
        outage.forget();
      } catch (error) {
        if (!(error instanceof TryAgain)) throw error;
        unreachable(error);
      }
      await sleep(LOOK_MS, null, { signal: over }).catch(() => {});
    }
    if (over.aborted && !signal.aborted) await desk.written;
  } finally {
    signal.removeEventListener('abort', end);
    end();
    await sweeps.ended();
    await care.ended();
    await files.ended();
    stopListening();
    await desk.close().catch(unreachable);
    // Those that left with this one, above all.
    await saveFleet(store, fleet).catch(unreachable);
    await lead.release();
  }
}

async function saveFleet(store: ServeOptions['store'], fleet: Fleet): Promise<void> {
  const rows = fleet.rows();
  await store.saveWorkers(rows);
  fleet.saved(rows);
}

/** What workers and the bus have to say while this one leads. */
function listen({ options, fleet, contents }: Tenure): () => void {
  const { store, bus, onEvent } = options;
  const stops = [
    bus.onPresence((presence) => {
      const change = fleet.note(presence, performance.now());
      if (change) onEvent({ kind: 'worker', ...change });
    }),
    // A worker may have declined a job for want of its table.
    bus.onProgress(({ kind }) => {
      if (kind === 'declined') contents.look();
    }),
    bus.onQueueLost((reason) => {
      onEvent({ kind: 'queue lost', reason });
      contents.look();
    }),
    bus.onFilesLost((reason) => onEvent({ kind: 'files lost', reason })),
    bus.onBadMessage((bad) => {
      onEvent({ kind: 'bad message', reason: bad.reason });
      store.keepBadMessage(bad).catch((error: unknown) => onEvent({ kind: 'store unreachable', error }));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The sweeps that run, each in its own loop. */
class Sweeps {
  readonly #tenure: Tenure;
  readonly #running = new Map<number, Promise<void>>();
  /** When a sweep may be tried again. */
  readonly #notBefore = new Map<number, number>();

  constructor(tenure: Tenure) {
    this.#tenure = tenure;
  }

  /** Begins those that are to run and do not. */
  async look(): Promise<void> {
    const now = performance.now();
    for (const sweep of await this.#tenure.options.store.clusterSweeps()) {
      if (this.#running.has(sweep.id) || now < (this.#notBefore.get(sweep.id) ?? 0)) continue;
      const running = runSweep(this.#tenure, sweep).then((ran) => {
        this.#running.delete(sweep.id);
        if (!ran) this.#notBefore.set(sweep.id, performance.now() + PAUSE_MS);
      });
      this.#running.set(sweep.id, running);
    }
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running.values());
  }
}

/** Tells each kind of thing once until told to forget. */
function oncePer(onEvent: ServeOptions['onEvent']) {
  const told = new Set<string>();
  const tell = (key: string, event: Parameters<typeof onEvent>[0]) => {
    if (told.has(key)) return;
    told.add(key);
    onEvent(event);
  };
  return Object.assign(tell, { forget: () => told.clear() });
}
