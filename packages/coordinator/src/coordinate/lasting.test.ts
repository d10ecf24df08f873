/** Coordinating on a bus that outlives its coordinators and whose workers die. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type Delivery, type Job } from '@latentsweep/bus';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CoordinateOptions, TrialDeath } from '../port.ts';
import { coordinate } from './coordinate.ts';
import { FakeStore } from './fixtures/fake-store.ts';
import { completed } from './fixtures/fake-worker.ts';
import { definition, spec, sweep, TRIALS } from './fixtures/sweep.ts';

const LEASE_MS = 1000;

let bus: Bus;
let store: FakeStore;
let deaths: TrialDeath[];
let queueLost: (reason: string) => void;
const stops: (() => void)[] = [];

beforeEach(() => {
  deaths = [];
  queueLost = () => {};
  bus = {
    ...createMemoryBus({ ackWaitMs: 60_000 }),
    lasting: true,
    onQueueLost(listener) {
      queueLost = listener;
      return () => {};
    },
  };
  store = new FakeStore(sweep);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await bus.close();
});

const run = (signal: AbortSignal, changes: Partial<CoordinateOptions> = {}) =>
  coordinate({
    ...{ store: store.asStore(), bus, sweep: store.sweepRow, definition, signal },
    dataset: { spec, fingerprint: sweep.datasetFingerprint, content: null },
    slots: () => 2,
    leaseMs: LEASE_MS,
    onStatus: () => {},
    onDeath: (death) => deaths.push(death),
    ...changes,
  });

/** A worker that holds `most` jobs at once, says that it is there, and ends jobs while `working` says so. */
function startWorker(name: string, most: number, working: (job: Job) => boolean) {
  const held = new Set<Delivery<Job>>();
  let alive = true;
  const present = () => {
    const trialIds = [...held].flatMap(({ message }) => message.milestones.map((m) => m.trialId));
    bus.publishPresence({
      ...{ v: 3, worker: name, host: 'h', pid: 1, version: '0', engine: 'fake@1', slots: most, labels: [] },
      ...{ state: 'working', done: 0, trials: [{ sweepId: sweep.id, trialIds }] },
    });
  };
  const beat = setInterval(present, LEASE_MS / 10);
  const live = async () => {
    while (alive) {
      const pulled = held.size < most ? await bus.pullJobs(most - held.size, 5) : [];
      for (const delivery of pulled) {
        held.add(delivery);
        const { id: jobId, sweepId } = delivery.message;
        bus.publishProgress({ v: 3, kind: 'started', jobId, sweepId, worker: name });
      }
      for (const delivery of held) {
        const { message } = delivery;
        if (!alive || !working(message)) continue;
        for (const { trialId, attempt } of message.milestones) {
          const { id: jobId, sweepId } = message;
          const result = completed(trialId / 1000);
          await bus.publishResult({
            ...{ v: 3, jobId, sweepId, trialId, attempt, result, durationMs: 1, worker: name },
          });
        }
        await delivery.ack();
        held.delete(delivery);
      }
      await sleep(1);
    }
  };
  const die = () => {
    alive = false;
    clearInterval(beat);
  };
  stops.push(die);
  void live();
  return { held, die };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}

const attempts = () => new Set(store.rows.map(({ attempt }) => attempt));

it('leaves trials at work to the coordinator that comes next, which runs none of them again', async () => {
  let works = false;
  startWorker('w', 3, () => works);
  const first = new AbortController();
  const running = run(first.signal);
  await until(() => store.counts().running > 3);
  first.abort();
  expect((await running).state).toBe('interrupted');
  expect(store.counts().running).toBeGreaterThan(3);
  works = true;
  expect((await run(new AbortController().signal)).counts.completed).toBe(TRIALS);
  expect(store.written.length).toBe(TRIALS);
  expect(deaths).toEqual([]);
  // Those that waited in the bus, unknown to the next one, may have been sent a second time; nobody had begun them.
  expect(Math.max(...attempts())).toBeLessThanOrEqual(2);
});

it('ends, though another coordinator wrote results that it was not told of', async () => {
  const first = new AbortController();
  const running = run(first.signal);
  await until(() => store.counts().running > 3);
  first.abort();
  await running;
  const pulled = await bus.pullJobs(100, 100);
  const second = run(new AbortController().signal);
  await until(() => store.owner !== null);
  await sleep(50);
  for (const { message, ack } of pulled) {
    const { milestones } = message;
    const outcomes = milestones.map(({ trialId, attempt }) => {
      const result = completed(trialId / 1000);
      return { trialId, attempt, result, startedAt: new Date(), durationMs: 1, worker: 'w' };
    });
    await store.asStore().record(outcomes);
    await ack();
  }
  startWorker('w', 4, () => true);
  expect((await second).counts.completed).toBe(TRIALS);
  expect(store.written.length).toBe(TRIALS);
}, 10_000);

it('runs the trials of a worker that died again, and charges them', async () => {
  const dying = startWorker('dying', 4, () => false);
  const running = run(new AbortController().signal);
  await until(() => dying.held.size === 4);
  await sleep(LEASE_MS);
  const lost = new Set([...dying.held].flatMap(({ message }) => message.milestones.map((m) => m.trialId)));
  dying.die();
  startWorker('living', 4, () => true);
  expect((await running).counts.completed).toBe(TRIALS);
  expect(new Set(deaths.flatMap(({ trialIds }) => trialIds))).toEqual(lost);
  expect(deaths.every(({ worker, quarantined }) => worker === 'dying' && !quarantined)).toBe(true);
  expect(store.rows.filter(({ deaths }) => deaths > 0).length).toBe(lost.size);
});

it('tries a trial at which three threads died no more', async () => {
  const poison = 7;
  const has = ({ milestones }: Job) => milestones.some(({ trialId }) => trialId === poison);
  const pull = bus.pullJobs;
  let crashes = 0;
  bus.pullJobs = async (...args) => {
    const pulled = await pull(...args);
    for (const { message, ack } of pulled.filter(({ message }) => has(message))) {
      crashes += 1;
      await ack();
      const { id: jobId, sweepId, milestones } = message;
      bus.publishProgress({
        ...{ v: 3, kind: 'crashed', jobId, sweepId, worker: 'w', reason: 'the thread ran out of memory' },
        trialIds: milestones.map(({ trialId }) => trialId),
      });
    }
    return pulled.filter(({ message }) => !has(message));
  };
  startWorker('w', 4, () => true);
  const { state, counts } = await run(new AbortController().signal);
  expect(state).toBe('completed');
  expect(crashes).toBe(3);
  const mates = deaths.at(-1)!.trialIds.length;
  expect(counts).toMatchObject({ quarantined: mates, completed: TRIALS - mates, running: 0 });
  expect(deaths.map(({ quarantined }) => quarantined)).toEqual([false, false, true]);
});

it('sends again what the bus lost, without charging anyone', async () => {
  const running = run(new AbortController().signal);
  await until(() => store.counts().running > 3);
  await sleep(20);
  await bus.purgeJobs(sweep.id);
  queueLost('the streams are missing');
  startWorker('w', 4, () => true);
  expect((await running).counts.completed).toBe(TRIALS);
  expect(deaths).toEqual([]);
  expect(Math.max(...attempts())).toBe(2);
});

it('sends again, after a lease, what was lost without a word', async () => {
  const running = run(new AbortController().signal);
  await until(() => store.counts().running > 3);
  await sleep(20);
  await bus.purgeJobs(sweep.id);
  startWorker('w', 4, () => true);
  expect((await running).counts.completed).toBe(TRIALS);
  expect(deaths).toEqual([]);
});

it('is paused at once, also while a job that was given back waits for another worker', async () => {
  const hesitant = startWorker('w', 2, () => false);
  const running = run(new AbortController().signal);
  await until(() => hesitant.held.size === 2);
  const [given] = hesitant.held;
  hesitant.held.delete(given!);
  await given!.nak(60_000);
  bus.onControl(({ why }) => {
    for (const { message, ack } of hesitant.held) {
      const { id: jobId, sweepId, milestones } = message;
      void ack();
      bus.publishProgress({
        ...{ v: 3, kind: 'released', jobId, sweepId, worker: 'w', reason: why },
        trialIds: milestones.map(({ trialId }) => trialId),
      });
    }
  });
  store.setState('paused');
  expect((await running).state).toBe('paused');
  expect(store.counts()).toMatchObject({ running: 0, completed: 0 });
  expect(await bus.messagesLeft()).toBe(0);
});
