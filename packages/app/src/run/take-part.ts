import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@latentsweep/bus';
import { atWork, leaderOf, serveSweeps } from '@latentsweep/coordinator';
import type { EngineKind } from '@latentsweep/core';
import type { KnownSweep, Reading, Store } from '@latentsweep/store';
import { startWorker } from '@latentsweep/worker';
import { otherEngine } from '../engine/engine-changed.ts';
import type { Onlooker } from '../onlooker.ts';
import type { Spell } from '../say.ts';
import { eventText } from '../serve/event-text.ts';
import { GRACE_MS, noteOfDevice, type TeamOptions } from './team.ts';
import { type Outcome, watch } from './watch.ts';

/** A coordinator that stands by looks a little more often for a lead that is free. */
const SUCCESSION_MS = 2000;

export interface Part {
  readonly store: Store;
  /** With the rights of a coordinator, which allow all that a worker does. */
  readonly bus: Bus;
  /** Of this process, in the cluster. */
  readonly name: string;
  readonly sweep: KnownSweep;
  readonly engines: readonly EngineKind[];
  readonly spell: Spell;
}

/**
 * Takes part in the cluster for one sweep that was submitted: as a worker, and as its coordinator where none leads. It
 * ends with the sweep, or where the onlooker wants no more. Throws InputError `engine_changed`.
 */
export async function takePart(part: Part, team: TeamOptions, onlooker: Onlooker): Promise<Outcome> {
  const { bus, name, sweep } = part;
  const worker = await startWorker({ bus, name, onEvent: noteOfDevice(onlooker.note), ...team });
  const stopWorker = () => worker.stop({ graceMs: GRACE_MS });
  try {
    if (worker.engine !== sweep.engine) throw otherEngine(sweep, worker.engine);
    return await coordinateToo(part, onlooker, stopWorker);
  } finally {
    await stopWorker();
  }
}

/** Watches, and coordinates if nobody else does. */
async function coordinateToo(
  part: Part,
  onlooker: Onlooker,
  stopWorker: () => Promise<void>,
): Promise<Outcome> {
  const { store, bus, name } = part;
  const ending = new AbortController();
  const failing = new AbortController();
  const serving = serveSweeps({
    ...{ store, bus, name, signal: ending.signal },
    onEvent: (event) => {
      const entry = eventText(event);
      // What goes well shows in how the sweep goes.
      if (entry !== null && entry.level !== 'info') onlooker.note(entry.text);
    },
  }).catch((error: unknown) => {
    failing.abort();
    return { error };
  });
  try {
    const signal = AbortSignal.any([onlooker.signal, failing.signal]);
    const outcome = await watch(part, { ...onlooker, signal });
    // What the worker gives back now has a coordinator still.
    await stopWorker();
    ending.abort();
    const failed = await serving;
    if (failed) throw failed.error;
    return outcome;
  } finally {
    ending.abort();
    await serving;
  }
}

/** What goes on with a sweep after the process `name` has left the cluster. */
export async function whoIsLeft(
  store: Reading,
  name: string,
): Promise<'no coordinator' | 'no worker' | 'both'> {
  let leader = await leaderOf(store);
  for (let waited = 0; leader === null && waited < SUCCESSION_MS; waited += 500) {
    await sleep(500);
    leader = await leaderOf(store);
  }
  if (leader === null) return 'no coordinator';
  const others = atWork(await store.listWorkers()).filter((worker) => worker.name !== name);
  return others.length === 0 ? 'no worker' : 'both';
}
