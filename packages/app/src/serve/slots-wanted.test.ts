import type { RunStatus, ServeEvent } from '@latentsweep/coordinator';
import { Registry } from 'prom-client';
import { beforeEach, expect, it } from 'vitest';
import { type ServingMetrics, servingMetrics } from './metrics.ts';

let registry: Registry;
let metrics: ServingMetrics;
beforeEach(() => {
  registry = new Registry();
  metrics = servingMetrics(registry, () => true);
});

const COUNTS = { queued: 0, running: 0 };
const note = (sweep: string, slotsWanted: number, requires: string[] = []) => {
  const status = { counts: COUNTS, trialsPerSecond: 0, endedHere: 0, slotsWanted } as unknown as RunStatus;
  metrics.note({ kind: 'status', sweep, requires, status });
};
const wanted = (...requires: string[]) => metrics.slotsWanted(requires);

it('adds up the sweeps that require the same labels', () => {
  note('a', 400);
  note('b', 20);
  note('c', 7, ['gpu', 'a100']);
  expect([wanted(), wanted('a100', 'gpu'), wanted('gpu')]).toEqual([420, 7, 0]);
  note('a', 390);
  expect(wanted()).toBe(410);
});

it('forgets sweeps that end, and all of them with the lead', () => {
  note('a', 400);
  note('b', 20);
  metrics.note({ kind: 'sweep ended', sweep: 'a', state: 'paused', reason: null, seconds: 1 });
  expect(wanted()).toBe(20);
  note('c', 5, ['gpu']);
  metrics.note({ kind: 'lost the lead', reason: 'x' } as ServeEvent);
  expect([wanted(), wanted('gpu')]).toEqual([0, 0]);
});

it('is a metric that is there before any sweep', async () => {
  const lines = async () =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('latentsweep_slots_wanted'));
  expect(await lines()).toEqual(['latentsweep_slots_wanted{requires=""} 0']);
  note('a', 400);
  note('b', 64, ['gpu']);
  expect(await lines()).toEqual([
    'latentsweep_slots_wanted{requires=""} 400',
    'latentsweep_slots_wanted{requires="gpu"} 64',
  ]);
});
