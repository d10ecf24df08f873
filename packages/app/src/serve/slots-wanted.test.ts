import type { RunStatus, ServeEvent } from '@latentsweep/coordinator';
import { Registry } from 'prom-client';
import { beforeEach, expect, it } from 'vitest';
import { SlotsWanted } from './slots-wanted.ts';

let wanted: SlotsWanted;
beforeEach(() => {
  wanted = new SlotsWanted();
});

const note = (sweep: string, slotsWanted: number, requires: string[] = []) =>
  wanted.note({ kind: 'status', sweep, requires, status: { slotsWanted } as RunStatus });

it('adds up the sweeps that require the same labels', () => {
  note('a', 400);
  note('b', 20);
  note('c', 7, ['gpu', 'a100']);
  expect([wanted.of([]), wanted.of(['a100', 'gpu']), wanted.of(['gpu'])]).toEqual([420, 7, 0]);
  note('a', 390);
  expect(wanted.of([])).toBe(410);
});

it('forgets sweeps that end, and all of them with the lead', () => {
  note('a', 400);
  note('b', 20);
  wanted.note({ kind: 'sweep ended', sweep: 'a', state: 'paused', reason: null, seconds: 1 });
  expect(wanted.of([])).toBe(20);
  note('c', 5, ['gpu']);
  wanted.note({ kind: 'lost the lead', reason: 'x' } as ServeEvent);
  expect([wanted.of([]), wanted.of(['gpu'])]).toEqual([0, 0]);
});

it('is a metric that is there before any sweep', async () => {
  const registry = new Registry();
  wanted.export(registry);
  const lines = async () =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('latent'));
  expect(await lines()).toEqual(['latentsweep_slots_wanted{requires=""} 0']);
  note('a', 400);
  note('b', 64, ['gpu']);
  expect(await lines()).toEqual([
    'latentsweep_slots_wanted{requires=""} 400',
    'latentsweep_slots_wanted{requires="gpu"} 64',
  ]);
});
