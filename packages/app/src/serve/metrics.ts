import type { ServeEvent } from '@latentsweep/coordinator';
import { Gauge, type Registry } from 'prom-client';
import type { Readiness } from './health.ts';
import { counter, gauge, PREFIX } from './registry.ts';

export interface ServingMetrics {
  note(event: ServeEvent): void;
  ready(): Readiness;
  /** Slots that the sweeps that require just these labels could keep busy; 0 where there are none such. */
  slotsWanted(requires: readonly string[]): number;
}

/** A sweep that runs. */
interface Running {
  readonly queued: number;
  readonly running: number;
  readonly perSecond: number;
  readonly ended: number;
  readonly labels: string;
  readonly slots: number;
}

/** Counts what a coordinator has to tell. `connected`: whether there is a bus at this moment. */
export function servingMetrics(registry: Registry, connected: () => boolean): ServingMetrics {
  let leading = false;
  let troubled = false;
  const sweeps = new Map<string, Running>();
  const workers = new Set<string>();
  const sum = (key: Exclude<keyof Running, 'labels'>, counts: (sweep: Running) => boolean = () => true) =>
    [...sweeps.values()].filter(counts).reduce((total, sweep) => total + sweep[key], 0);
  const slotsWanted = (requires: readonly string[]) => {
    const labels = labelsText(requires);
    return sum('slots', (sweep) => sweep.labels === labels);
  };
  exportSlotsWanted(registry, () => [...sweeps.values()].map(({ labels }) => labels), slotsWanted);
  const count = (name: string, help: string) => counter(registry, name, help);
  const ended = count('sweep_trials_ended_total', 'Trials whose end this coordinator recorded.');
  const deaths = count('deaths_total', 'Jobs that ended with the death of a worker or its thread.');
  const conflicts = count('conflicts_total', 'Second results that differ from the first.');
  const bad = count('bad_messages_total', 'Messages that could not be read.');
  const losses = count('queue_losses_total', 'Times that the queue of the bus was lost.');
  const filesLost = count('files_losses_total', 'Times that files of trials were lost with the bus.');
  const unreachable = count('store_unreachable_total', 'Times that the store could not be reached.');
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
    slotsWanted,
    note(event) {
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
          const { counts, trialsPerSecond, endedHere, slotsWanted: slots = 0 } = event.status;
          ended.inc(Math.max(0, endedHere - (sweeps.get(event.sweep)?.ended ?? 0)));
          const { queued, running } = counts;
          sweeps.set(event.sweep, {
            ...{ queued, running, perSecond: trialsPerSecond, ended: endedHere },
            ...{ slots, labels: labelsText(event.requires) },
          });
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
        case 'files lost':
          return filesLost.inc();
        case 'bus trouble':
          troubled = event.reason !== null;
          return;
        case 'store unreachable':
          return unreachable.inc();
        // The next status says more than the beginning and than a race, and the bus is asked itself.
        case 'sweep begun':
        case 'rung':
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

const labelsText = (requires: readonly string[]) => [...new Set(requires)].filter(Boolean).sort().join(',');

/**
 * By the labels that they require: what an autoscaler goes by. The bus does not tell, since jobs are put there for the
 * slots that there are. That of no labels is always there.
 */
function exportSlotsWanted(
  registry: Registry,
  labels: () => Iterable<string>,
  slotsWanted: ServingMetrics['slotsWanted'],
): void {
  new Gauge({
    name: `${PREFIX}slots_wanted`,
    help: 'Slots that what waits and runs could keep busy, by the labels that it requires.',
    labelNames: ['requires'],
    registers: [registry],
    collect() {
      this.reset();
      for (const requires of new Set(['', ...labels()]))
        this.set({ requires }, slotsWanted(requires.split(',')));
    },
  });
}
