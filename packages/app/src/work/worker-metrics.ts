import type { WorkerEvent, WorkerStats } from '@latentsweep/worker';
import type { Registry } from 'prom-client';
import { counter, gauge, histogram } from '../serve/registry.ts';

const SECONDS = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600];
const OUTCOMES = ['completed', 'diverged', 'failed'] as const;

/** Counts what happens to a worker; `stats` is asked when the metrics are. */
export function workerMetrics(
  registry: Registry,
  stats: () => WorkerStats | null,
): (event: WorkerEvent) => void {
  const ended = counter(registry, 'trials_ended_total', 'Trials whose result the bus has taken.', [
    'outcome',
  ]);
  for (const outcome of OUTCOMES) ended.inc({ outcome }, 0);
  const seconds = histogram(registry, 'trial_seconds', "A trial's time from its run's start.", SECONDS);
  const count = (name: string, help: string) => counter(registry, name, help);
  const started = count('jobs_started_total', 'Jobs handed to a thread.');
  const declined = count('jobs_declined_total', 'Jobs that this worker cannot run.');
  const givenBack = count('jobs_given_back_total', 'Jobs given back to the bus unfinished.');
  const deaths = count('thread_deaths_total', 'Threads that died or were ended because they hung.');
  const differing = count('device_conflicts_total', 'Results of a device that a CPU does not have.');
  const losses = count('bus_connection_losses_total', 'Times that the bus went away.');
  addGauges(registry, stats);

  return (event) => {
    switch (event.kind) {
      case 'ended':
        ended.inc({ outcome: event.outcome });
        seconds.observe(event.durationMs / 1000);
        return;
      case 'started':
        return started.inc();
      case 'declined':
        return declined.inc();
      case 'given_back':
        return givenBack.inc();
      case 'crashed':
        return deaths.inc();
      case 'connection':
        return event.connected ? undefined : losses.inc();
      case 'device_differs':
        return differing.inc(event.trialIds.length);
      case 'device':
      case 'device_given_up':
      case 'released':
      case 'not_delivered':
      case 'bus_trouble':
      case 'bad_message':
      case 'state':
      case 'cache_failed':
        return;
    }
  };
}

function addGauges(registry: Registry, stats: () => WorkerStats | null): void {
  const add = (name: string, help: string, read: (stats: WorkerStats) => number | boolean | null) =>
    gauge(registry, name, help, () => {
      const now = stats();
      const value = now && read(now);
      return value === null ? null : Number(value);
    });
  add('bus_connected', '1 while there is a connection to the bus, else 0.', ({ connected }) => connected);
  add('bus_troubled', '1 while the bus, though connected, takes no results, else 0.', (now) => now.troubled);
  add('slots', 'Threads that train.', ({ slots }) => slots);
  add('jobs_running', 'Threads at work.', ({ busy }) => busy);
  add('jobs_held', 'Jobs pulled and not settled.', ({ held }) => held);
  add('results_unsent', 'Results that the bus has not taken yet.', ({ unsent }) => unsent);
  add('last_pull_seconds', 'Since the bus last answered a request for jobs.', ({ lastPullMs }) =>
    lastPullMs === null ? null : lastPullMs / 1000,
  );
}
