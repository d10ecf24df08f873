/** Coordinators that compete for the lead, on a store and a bus in memory. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus } from '@latentsweep/bus';
import { type Store, TryAgain } from '@latentsweep/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { completed, FakeWorker } from '../coordinate/fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from '../coordinate/fixtures/store.ts';
import { TRIALS } from '../coordinate/fixtures/sweep.ts';
import type { ServeEvent } from './port.ts';
import { serveSweeps } from './serve.ts';

let bus: Bus;
let one: StoreOfOne;
let aborters: AbortController[];

beforeEach(async () => {
  bus = createMemoryBus({ ackWaitMs: 60_000, lasting: true });
  one = await storeOfOne();
  await one.store.submitSweep(one.sweep.id);
  aborters = [];
});
afterEach(async () => {
  for (const aborter of aborters) aborter.abort();
  await bus.close();
});

/** A coordinator with what it told. */
function serve(name: string, changes: Partial<Store> = {}) {
  const aborter = new AbortController();
  aborters.push(aborter);
  const told: ServeEvent[] = [];
  const ended = serveSweeps({
    ...{ store: { ...one.store, ...changes }, bus, name, signal: aborter.signal },
    onEvent: (event) => {
      if (event.kind !== 'status') told.push(event);
    },
  });
  return { told, ended, kinds: () => told.map(({ kind }) => kind), stop: () => aborter.abort() };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(2);
}

const running = async () => (await one.counts()).running;

it('runs a sweep that was submitted to its end', async () => {
  const worker = new FakeWorker(bus, () => completed(0.5));
  const coordinator = serve('a');
  await until(() => coordinator.kinds().includes('sweep ended'));
  expect(coordinator.told.at(-1)).toMatchObject({ sweep: 'rates', state: 'completed' });
  expect((await one.counts()).completed).toBe(TRIALS);
  worker.stop();
  coordinator.stop();
  await coordinator.ended;
  expect(await one.store.leader()).toBeNull();
});

it('leads no moment longer where it is stopped as it begins', async () => {
  let looks = 0;
  const coordinator = serve('a', {
    acquireLead: async (owner, ms) => {
      const held = await one.store.acquireLead(owner, ms);
      coordinator.stop();
      return held;
    },
    clusterSweeps: async () => {
      looks += 1;
      return [];
    },
  });
  await coordinator.ended;
  expect([coordinator.kinds(), looks, await one.store.leader()]).toEqual([['leading'], 0, null]);
});

it('stands by while another one leads, and goes on where that one ended', async () => {
  const first = serve('first');
  await until(() => first.kinds().includes('leading'));
  const second = serve('second');
  await until(async () => (await running()) > 0 && second.kinds().includes('standing by'));
  first.stop();
  await first.ended;
  const worker = new FakeWorker(bus, () => completed(0.5));
  await until(() => second.kinds().includes('sweep ended'));
  expect((await one.counts()).completed).toBe(TRIALS);
  worker.stop();
});

it('stops when another one took the lead over, and leaves its trials to that one', async () => {
  const first = serve('first');
  await until(async () => (await running()) > 0);
  await one.store.releaseLead((await one.store.leader())!);
  await one.store.acquireLead('usurper', 600_000);
  await one.takeAway('usurper');
  await until(() => first.kinds().includes('lost the lead'));
  await until(() => first.kinds().includes('standing by'));
  expect(await running()).toBeGreaterThan(0);
});

it('tells why a sweep cannot be run, and tries the others', async () => {
  const old = { ...(await one.sweepNow()), datasetSpec: null };
  const coordinator = serve('a', { clusterSweeps: async () => [old] });
  await until(() => coordinator.kinds().includes('sweep failed to run'));
  expect(coordinator.told.at(-1)).toMatchObject({ error: { code: 'sweep_without_data' } });
});

it('tells of an outage of the store once, however often it looks', async () => {
  const away = new TryAgain('store_unreachable', 'It is away.', 'Wait.');
  let looks = 0;
  const clusterSweeps = async () => {
    looks += 1;
    if (looks === 2) return [];
    throw away;
  };
  const coordinator = serve('a', { clusterSweeps });
  await until(() => looks === 4);
  expect(coordinator.told).toEqual([
    { kind: 'leading' },
    { kind: 'store unreachable', error: away },
    { kind: 'store unreachable', error: away },
  ]);
});

it('tells again who left where that could not be saved', async () => {
  const away = new TryAgain('store_unreachable', 'It is away.', 'Wait.');
  const saved: string[] = [];
  let saves = 0;
  const saveWorkers: Store['saveWorkers'] = async (workers) => {
    saves += 1;
    if (saves === 2) throw away;
    saved.push(...workers.map(({ name, state }) => `${name} ${state}`));
  };
  const coordinator = serve('a', { saveWorkers });
  await until(() => saves >= 1);
  const about = { v: 4, worker: 'w', host: 'h', pid: 1, version: '', engine: 'e', slots: 1 } as const;
  const leaving = { ...about, labels: [], done: 0, trials: [], state: 'gone' } as const;
  bus.publishPresence(leaving);
  await until(() => saves >= 3);
  expect(saved).toEqual(['w gone']);
  coordinator.stop();
  await coordinator.ended;
});

it('ends with what made writing results impossible', async () => {
  const worker = new FakeWorker(bus, () => completed(0.5));
  const broken = new Error('The disk is on fire.');
  const record = async () => {
    throw broken;
  };
  await expect(serve('a', { record }).ended).rejects.toBe(broken);
  worker.stop();
});
