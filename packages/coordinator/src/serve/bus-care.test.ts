import { createMemoryBus, type Presence } from '@latentsweep/bus';
import type { Store } from '@latentsweep/store';
import { beforeEach, expect, it } from 'vitest';
import { BusCare } from './bus-care.ts';
import { Fleet } from './fleet.ts';
import type { ServeEvent } from './port.ts';

const FULL = 'NATS stores nothing';

let troubles: string[];
let mends: PromiseWithResolvers<void>[];
let told: (string | null)[];
let saved: (readonly string[])[];
let fleet: Fleet;
let care: BusCare;

beforeEach(() => {
  troubles = [];
  mends = [];
  told = [];
  saved = [];
  fleet = new Fleet();
  const bus = {
    ...createMemoryBus(),
    get troubles() {
      return troubles;
    },
    mend() {
      const mending = Promise.withResolvers<void>();
      mends.push(mending);
      return mending.promise;
    },
  };
  const store = {
    saveTroubles: async (reasons: readonly string[]) => void saved.push(reasons),
  } as unknown as Store;
  const onEvent = (event: ServeEvent) => {
    if (event.kind === 'bus trouble') told.push(event.reason);
  };
  const { signal } = new AbortController();
  care = new BusCare({ options: { store, bus, name: 'c', signal, onEvent }, fleet, signal });
});

const presence = (said?: readonly string[]): Presence => ({
  ...{ v: 4, worker: 'w', host: 'h', pid: 1, version: '', engine: 'e', slots: 1, labels: [] },
  ...{ state: 'working', done: 0, trials: [], ...(said && { troubles: said }) },
});

it('leaves a bus alone that is well', async () => {
  for (const now of [0, 9000, 99_000]) care.look(now);
  expect(mends).toEqual([]);
  expect(told).toEqual([]);
});

it('says once what is wrong, and once that it is over', () => {
  troubles = [FULL];
  for (const now of [0, 500, 1000]) care.look(now);
  troubles = [];
  for (const now of [1500, 2000]) care.look(now);
  expect(told).toEqual([FULL, null]);
});

it('has it mended again and again while it lasts, one try at a time', async () => {
  troubles = [FULL];
  for (let now = 0; now <= 20_000; now += 500) care.look(now);
  expect(mends.length).toBe(1);
  // What goes wrong is no reason to stop.
  mends[0]!.reject(new Error('timeout'));
  await new Promise(setImmediate);
  for (let now = 20_000; now <= 22_000; now += 500) care.look(now);
  expect(mends.length).toBe(2);
  mends[1]!.resolve();
  await care.ended();
});

it('mends what only a worker notices', () => {
  fleet.note(presence([FULL]), 0);
  care.look(0);
  expect(told).toEqual([FULL]);
  expect(mends.length).toBe(1);
  fleet.note(presence(), 0);
  care.look(500);
  expect(told).toEqual([FULL, null]);
});

it('keeps in the store what is wrong, and takes away what the last leader left', async () => {
  await care.save();
  await care.save();
  expect(saved).toEqual([[]]);
  troubles = [FULL];
  for (let i = 0; i < 2; i++) await care.save();
  troubles = [];
  for (let i = 0; i < 2; i++) await care.save();
  expect(saved).toEqual([[], [FULL], [FULL], []]);
});
