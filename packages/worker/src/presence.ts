import { hostname } from 'node:os';
import { type Job, MESSAGE_VERSION, PRESENCE_MS, type Presence } from '@latentsweep/bus';
import type { WorkerContext } from './context.ts';
import type { HeldJob } from './held-job.ts';
import type { WorkerState } from './tally.ts';

/** The trials held, by sweep: their leases are renewed by this. */
export function trialsHeld(
  held: Iterable<Pick<HeldJob, 'openTrials'> & { readonly job: Pick<Job, 'sweepId'> }>,
): Presence['trials'] {
  const open = [...held].filter(({ openTrials }) => openTrials.length > 0);
  return [...Map.groupBy(open, ({ job }) => job.sweepId)].map(([sweepId, jobs]) => ({
    sweepId,
    trialIds: jobs.flatMap(({ openTrials }) => openTrials),
  }));
}

/** Jobs that it trains at once when there are enough. */
export const capacityOf = ({ now }: WorkerContext): number =>
  now.slots.reduce((sum, { width }) => sum + width, 0);

/** Tells that the worker is there: now and then, when its state changes, and when the bus is back. */
export function tellPresence(context: WorkerContext, version: string) {
  const { bus, name: worker, labels, engineId, held, now, tell } = context;
  const here = { host: hostname(), pid: process.pid, version };
  const about = { v: MESSAGE_VERSION, worker, engine: engineId, ...here } as const;
  const say = () => {
    // Without a connection it would only pile up.
    if (!bus.connected) return;
    const { state, done } = now;
    const slots = now.slots.length;
    const device = now.slots.find((slot) => slot.device !== null)?.device;
    const capacity = capacityOf(context);
    const troubles = bus.troubles.length > 0 ? { troubles: bus.troubles } : {};
    const trials = trialsHeld(held);
    const on = device ? { device } : {};
    bus.publishPresence({ ...about, ...on, slots, capacity, labels, state, done, ...troubles, trials });
  };
  const timer = setInterval(say, PRESENCE_MS);
  let refused = '';
  const stops = [
    bus.onConnection((connected) => {
      tell({ kind: 'connection', connected });
      say();
    }),
    bus.onBadMessage(({ reason }) => {
      if (reason !== refused) tell({ kind: 'bad_message', reason });
      refused = reason;
    }),
    bus.onTrouble((troubles) => {
      tell({ kind: 'bus_trouble', reason: troubles.length > 0 ? troubles.join('; ') : null });
      say();
    }),
  ];
  const state = (next: WorkerState) => {
    now.state = next;
    say();
    tell({ kind: 'state', state: next });
  };
  state('working');
  return {
    say,
    state,
    end() {
      clearInterval(timer);
      for (const stop of stops) stop();
    },
  };
}
