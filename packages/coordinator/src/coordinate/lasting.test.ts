/** Coordinating on a bus that outlives its coordinators and whose workers die. */

import { setTimeout as sleep } from 'node:timers/promises';
import { createMemoryBus, type Delivery, type Job, type MemoryBus, packSpec } from '@latentsweep/bus';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CoordinateOptions, TrialDeath } from '../port.ts';
import { coordinate } from './coordinate.ts';
import { completed } from './fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from './fixtures/store.ts';
import { definition, spec, TRIALS } from './fixtures/sweep.ts';

const LEASE_MS = 1000;

let bus: MemoryBus;
let one: StoreOfOne;
let deaths: TrialDeath[];
const stops: (() => void)[] = [];

beforeEach(async () => {
  deaths = [];
  bus = createMemoryBus({ ackWaitMs: 60_000, lasting: true });
  one = await storeOfOne();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  await bus.close();
});

const run = async (signal: AbortSignal, changes: Partial<CoordinateOptions> = {}) =>
  coordinate({
    ...{ store: one.store, bus, sweep: await one.sweepNow(), definition, signal },
    dataset: { spec, fingerprint: packSpec(spec).sha256, content: null },
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
      ...{ v: 4, worker: name, host: 'h', pid: 1, version: '0', engine: 'fake@1', slots: most, labels: [] },
      ...{ state: 'working', done: 0, trials: [{ sweepId: one.sweep.id, trialIds }] },
    });
  };
  const beat = setInterval(present, LEASE_MS / 10);
  const live = async () => {
    while (alive) {
      const pulled = held.size < most ? await bus.pullJobs(most - held.size, 5) : [];
      for (const delivery of pulled) {
        held.add(delivery);
        const { id: jobId, sweepId } = delivery.message;
        bus.publishProgress({ v: 4, kind: 'started', jobId, sweepId, worker: name });
      }
      for (const delivery of held) {
        const { message } = delivery;
        if (!alive || !working(message)) continue;
        for (const { trialId, attempt } of message.milestones) {
          const { id: jobId, sweepId } = message;
          const result = completed(trialId / 1000);
          await bus.publishResult({
            ...{ v: 4, jobId, sweepId, trialId, attempt, result, durationMs: 1, worker: name },
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

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(2);
}

const mostAttempts = async () => Math.max(...(await one.rows()).map(({ attempt }) => Number(attempt)));
const running = async () => (await one.counts()).running;
/** Some jobs, of two trials each, are on the bus. */
const sent = () => until(async () => (await bus.messagesLeft()) > 1);

it('leaves trials at work to the coordinator that comes next, which runs none of them again', async () => {
  let works = false;
  startWorker('w', 3, () => works);
  const first = new AbortController();
  const ended = run(first.signal);
  await until(async () => (await running()) > 3);
  first.abort();
  expect((await ended).state).toBe('interrupted');
  expect(await running()).toBeGreaterThan(3);
  works = true;
  expect((await run(new AbortController().signal)).counts.completed).toBe(TRIALS);
  expect(deaths).toEqual([]);
  // Those that waited in the bus, unknown to the next one, may have been sent a second time; nobody had begun them.
  expect(await mostAttempts()).toBeLessThanOrEqual(2);
});

it('ends, though another coordinator wrote results that it was not told of', async () => {
  const first = new AbortController();
  const ended = run(first.signal);
  await until(async () => (await running()) > 3);
  first.abort();
  await ended;
  const pulled = await bus.pullJobs(100, 100);
  const adopted = new Promise<void>((resolve) => {
    one.faults.onCall = (method, when) => {
      if (method === 'runningTrials' && when === 'done') resolve();
    };
  });
  const second = run(new AbortController().signal);
  await adopted;
  for (const { message, ack } of pulled) {
    const { milestones } = message;
    const outcomes = milestones.map(({ trialId, attempt }) => {
      const result = completed(trialId / 1000);
      return { trialId, attempt, result, startedAt: new Date(), durationMs: 1, worker: 'w' };
    });
    await one.store.record(outcomes);
    await ack();
  }
  startWorker('w', 4, () => true);
  expect((await second).counts.completed).toBe(TRIALS);
}, 10_000);

it('runs the trials of a worker that died again, and charges them', async () => {
  const dying = startWorker('dying', 4, () => false);
  const ended = run(new AbortController().signal);
  // It is known who has them, two trials a job.
  const noted = async () => (await one.store.runningTrials(one.sweep.id)).filter(({ worker }) => worker);
  await until(async () => dying.held.size === 4 && (await noted()).length === 8);
  const lost = new Set([...dying.held].flatMap(({ message }) => message.milestones.map((m) => m.trialId)));
  dying.die();
  startWorker('living', 4, () => true);
  expect((await ended).counts.completed).toBe(TRIALS);
  expect(new Set(deaths.flatMap(({ trialIds }) => trialIds))).toEqual(lost);
  expect(deaths.every(({ worker, quarantined }) => worker === 'dying' && !quarantined)).toBe(true);
  expect((await one.rows()).filter((row) => Number(row['deaths']) > 0)).toHaveLength(lost.size);
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
        ...{ v: 4, kind: 'crashed', jobId, sweepId, worker: 'w', reason: 'the thread ran out of memory' },
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
  const ended = run(new AbortController().signal);
  await sent();
  bus.loseQueue('the streams are missing');
  startWorker('w', 4, () => true);
  expect((await ended).counts.completed).toBe(TRIALS);
  expect(deaths).toEqual([]);
  expect(await mostAttempts()).toBe(2);
});

it('sends again, after a lease, what was lost without a word', async () => {
  const ended = run(new AbortController().signal);
  await sent();
  await bus.purgeJobs(one.sweep.id);
  startWorker('w', 4, () => true);
  expect((await ended).counts.completed).toBe(TRIALS);
  expect(deaths).toEqual([]);
});

it('is paused at once, also while a job that was given back waits for another worker', async () => {
  const hesitant = startWorker('w', 2, () => false);
  const ended = run(new AbortController().signal);
  await until(() => hesitant.held.size === 2);
  const [given] = hesitant.held;
  hesitant.held.delete(given!);
  await given!.nak(60_000);
  bus.onControl(({ why }) => {
    for (const { message, ack } of hesitant.held) {
      const { id: jobId, sweepId, milestones } = message;
      void ack();
      bus.publishProgress({
        ...{ v: 4, kind: 'released', jobId, sweepId, worker: 'w', reason: why },
        trialIds: milestones.map(({ trialId }) => trialId),
      });
    }
  });
  await one.move('paused');
  expect((await ended).state).toBe('paused');
  expect(await one.counts()).toMatchObject({ running: 0, completed: 0 });
  expect(await bus.messagesLeft()).toBe(0);
});
