import type { ServeEvent } from '@latentsweep/coordinator';
import type { Registry } from 'prom-client';
import type { Readiness } from './health.ts';
import { counter, gauge } from './registry.ts';
import { SlotsWanted } from './slots-wanted.ts';

export interface ServingMetrics {
  note(event: ServeEvent): void;
  ready(): Readiness;
  /** Of workers with these labels. */
  slotsWanted(requires: readonly string[]): number;
}

/** Counts what a coordinator has to tell. `connected`: whether there is a bus at this moment. */
export function servingMetrics(registry: Registry, connected: () => boolean): ServingMetrics {
  let leading = false;
  let troubled = false;
  const sweeps = new Map<string, { queued: number; running: number; perSecond: number; ended: number }>();
  const workers = new Set<string>();
  const wanted = new SlotsWanted();
  wanted.export(registry);
  const count = (name: string, help: string) => counter(registry, name, help);
  const ended = count('sweep_trials_ended_total', 'Trials whose end this coordinator recorded.');
  const deaths = count('deaths_total', 'Jobs that ended with the death of a worker or its thread.');
  const conflicts = count('conflicts_total', 'Second results that differ from the first.');
  const bad = count('bad_messages_total', 'Messages that could not be read.');
  const losses = count('queue_losses_total', 'Times that the queue of the bus was lost.');
  const unreachable = count('store_unreachable_total', 'Times that the store could not be reached.');
  const sum = (key: 'queued' | 'running' | 'perSecond') =>
    [...sweeps.values()].reduce((total, sweep) => total + sweep[key], 0);
  const show = (name: string, help: string, read: () => number | boolean) =>
    gauge(registry, name, help, () => Number(read()));
  show('leading', '1 while this coordinator leads, else 0.', () => leading);
  show('bus_connected', '1 while there is a connection to the bus, else 0.', connected);
  show('bus_troubled', '1 while the bus, though connected, does not take what it is given.', () => troubled);
  show('workers', 'Workers that are there, as the leader knows them.', () => workers.size);
  show('sweeps_running', 'Sweeps that this coordinator runs.', () => sweeps.size);
  show('trials_queued', 'Trials that wait, in the sweeps that run.', () => sum('queued'));
  show('trials_running', 'Trials handed out, in the sweeps that run.', () => sum('running'));
  show('trials_per_second', 'Trials ended a second, over the last seconds.', () => sum('perSecond'));

  return {
    slotsWanted: (requires) => wanted.of(requires),
    note(event) {
      wanted.note(event);
      switch (event.kind) {
        case 'leading':
          leading = true;
          return;
        case 'lost the lead':
          leading = false;
          troubled = false;
          sweeps.clear();
          workers.clear();
          return;
        case 'status': {
          const { counts, trialsPerSecond, endedHere } = event.status;
          ended.inc(Math.max(0, endedHere - (sweeps.get(event.sweep)?.ended ?? 0)));
          const { queued, running } = counts;
          sweeps.set(event.sweep, { queued, running, perSecond: trialsPerSecond, ended: endedHere });
          return;
        }
        case 'sweep ended':
        case 'sweep failed to run':
          sweeps.delete(event.sweep);
          return;
        case 'worker':
          if (event.what === 'joined') workers.add(event.worker);
          else if (event.what !== 'draining') workers.delete(event.worker);
          return;
        case 'death':
          return deaths.inc();
        case 'conflict':
          return conflicts.inc(event.trialIds.length);
        case 'bad message':
          return bad.inc();
        case 'queue lost':
          return losses.inc();
        case 'bus trouble':
          troubled = event.reason !== null;
          return;
        case 'store unreachable':
          return unreachable.inc();
        // The next status says more than the beginning, and the bus is asked itself.
        case 'sweep begun':
        case 'standing by':
        case 'connection':
          return;
      }
    },
    ready: () => ({
      ok: connected(),
      details: { leading, connected: connected(), sweeps: sweeps.size, workers: workers.size },
    }),
  };
}
