import { expect, it } from 'vitest';
import { createRegistry } from '../serve/registry.ts';
import { workerMetrics } from './worker-metrics.ts';

const job = { jobId: '3.17.1', sweepId: 3 };

it('A worker counts what happens to it', async () => {
  const registry = createRegistry('worker', '0');
  let connected = true;
  const count = workerMetrics(registry, () => ({
    ...{
      state: 'working',
      connected,
      troubled: false,
      slots: 4,
      busy: 3,
      held: 9,
      unsent: 2,
      done: 1,
      lastPullMs: 1500,
    },
  }));
  count({ kind: 'started', ...job, trials: 1, epochs: 5 });
  count({ kind: 'ended', ...job, trialId: 17, outcome: 'completed', durationMs: 700 });
  count({ kind: 'crashed', jobId: null, trialIds: [], reason: 'exit' });
  count({ kind: 'connection', connected: false });
  count({ kind: 'connection', connected: true });
  connected = false;
  const lines = (await registry.metrics()).split('\n');
  for (const line of [
    'trials_ended_total{outcome="completed"} 1',
    'trials_ended_total{outcome="failed"} 0',
    'trial_seconds_bucket{le="0.5"} 0',
    'trial_seconds_bucket{le="1"} 1',
    'trial_seconds_sum 0.7',
    'jobs_started_total 1',
    'thread_deaths_total 1',
    'bus_connection_losses_total 1',
    'bus_connected 0',
    'bus_troubled 0',
    'slots 4',
    'jobs_running 3',
    'jobs_held 9',
    'results_unsent 2',
    'last_pull_seconds 1.5',
  ]) {
    expect(lines).toContain(`latentsweep_${line}`);
  }
});

it('A worker that waits for the bus has no figures yet', async () => {
  const registry = createRegistry('worker', '0');
  workerMetrics(registry, () => null);
  const text = await registry.metrics();
  expect(text).toContain('# HELP latentsweep_slots ');
  expect(text).not.toMatch(/^latentsweep_slots /m);
});
