import type { Bus } from '@latentsweep/bus';
import { expect, it, vi } from 'vitest';
import { pull } from './pull.ts';
import type { Tally } from './tally.ts';

it.each([
  ['while it has no bus', { connected: false, unsent: 0, asks: 0 }],
  ['while too many results wait', { connected: true, unsent: 1000, asks: 0 }],
  ['otherwise', { connected: true, unsent: 999, asks: 1 }],
])('asks for jobs as it may: %s', async (_, { connected, unsent, asks }) => {
  const pullJobs = vi.fn<Bus['pullJobs']>(async () => []);
  const bus = { connected, pace: { jobsMs: 1 }, pullJobs } as unknown as Bus;
  const now: Tally = {
    state: 'working',
    busy: 0,
    slots: [],
    unsent,
    done: 0,
    pulledAt: null,
  };
  // Pauses are cut short.
  const stopping = AbortSignal.abort();
  expect(await pull({ bus, labels: [], among: null, now, stopping }, 1)).toEqual([]);
  expect(pullJobs).toHaveBeenCalledTimes(asks);
});
