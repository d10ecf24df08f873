/** A worker with a device that has the bits of another engine, and the faults that such devices have. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBus, type Job, MESSAGE_VERSION, packSpec, type ResultMessage } from '@latentsweep/bus';
import {
  canonicalConfig,
  type EngineOptions,
  LatentsweepError,
  type SimulatedSpec,
  type Values,
} from '@latentsweep/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BatchRunner } from './batch-runner.ts';
import type { WorkerEvent } from './event.ts';
import type { FakeDevice } from './fixtures/fake-device.ts';
import { until } from './fixtures/stage.ts';
import { openProcess } from './process/training-process.ts';
import { openThread } from './training-thread.ts';
import { startRunners, startWorker, type WorkerOptions } from './worker.ts';

const DATA: SimulatedSpec = {
  ...{ kind: 'simulated', train: 60, validation: 30, test: 30 },
  ...{ coefficients: [[1, -1, 0.5]], intercepts: [0] },
};
const SPEC = packSpec(DATA);
const PROCESS = new URL('./fixtures/device-process.ts', import.meta.url);
const THREAD = new URL('./thread/thread.ts', import.meta.url);
const HEAP_MB = 256;

async function openStage(
  options: Partial<WorkerOptions> = {},
  device: FakeDevice | null = null,
  engine: EngineOptions = {},
  threads = 0,
  /** What becomes of the runner of each slot on the device. */
  asMade = (runner: BatchRunner, _place: number) => runner,
) {
  const bus = createMemoryBus();
  await bus.putContent(SPEC.sha256, SPEC.bytes);
  const events: WorkerEvent[] = [];
  const given = { bus, slots: 1, onEvent: (event: WorkerEvent) => events.push(event), ...options };
  if (device) process.env['FAKE_DEVICE'] = JSON.stringify(device);
  let opened = 0;
  const openDevice = () => asMade(openProcess(PROCESS, HEAP_MB), opened++);
  const worker = await (device
    ? threads > 0
      ? startRunners(
          () => openThread(THREAD, HEAP_MB),
          { ...given, slots: threads, beside: { ...engine, kind: 'card' } },
          openDevice,
        )
      : startRunners(openDevice, { ...given, engine: { ...engine, kind: 'card' } })
    : startWorker(given));
  onTestFinished(async () => {
    await worker.stop({ graceMs: 0 });
    await bus.close();
    delete process.env['FAKE_DEVICE'];
  });
  /** In the order of their trials, and as they came where there are several of one. */
  async function results(jobs: readonly Job[], count = jobs.length): Promise<ResultMessage[]> {
    for (const job of jobs) await bus.publishJob({ ...job, engine: worker.engine });
    const got: ResultMessage[] = [];
    while (got.length < count) {
      for (const delivery of await bus.pullResults(100, 1000)) {
        got.push(delivery.message);
        await delivery.ack();
      }
    }
    return got.sort((a, b) => a.trialId - b.trialId);
  }
  return { bus, worker, events, results };
}

const jobs = (count: number, config: Values = {}): Job[] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ v: MESSAGE_VERSION, id: `1.${i + 1}.1`, sweepId: 1, engine: '', requires: [], dataset: SPEC.sha256 },
    config: canonicalConfig({ arm: 'oversample', classifier_hidden_sizes: [], epochs: 2, ...config }),
    ...{ replicate: i, seed: (i + 1).toString(16).padStart(16, '0') },
    milestones: [{ trialId: i + 1, epochs: Number(config['epochs'] ?? 2), attempt: 1 }],
  }));

const outcomes = (messages: readonly ResultMessage[]) => messages.map(({ result }) => result);
const computers = (messages: readonly ResultMessage[]) => messages.map(({ ran }) => ran?.['device'] ?? 'CPU');

const truth = async (given: readonly Job[]) => outcomes(await (await openStage()).results(given));

// Each loads an engine in a process, some several times.
describe('A worker with a device', { timeout: 240_000 }, () => {
  it('has the results of a CPU under its name, and says with each what computed it', async () => {
    const { bus, worker, results } = await openStage({}, {});
    const devices = new Set<string | undefined>();
    bus.onPresence(({ device }) => devices.add(device));
    expect(worker.engine).toMatch(/^simd@/);
    const got = await results(jobs(10));
    expect(outcomes(got)).toEqual(await truth(jobs(10)));
    expect(got[0]!.ran).toEqual({ engine: 'card@1', device: 'Card 5', driver: '550.1' });
    expect(computers(got)).toEqual(Array(10).fill('Card 5'));
    await worker.stop({ graceMs: 0 });
    expect(devices).toEqual(new Set(['Card 5']));
  });

  it('trains on a CPU what the device does not support', async () => {
    const { results } = await openStage({}, {});
    const two = jobs(3, { classifier_hidden_sizes: [4, 4] });
    const got = await results(two);
    expect(computers(got)).toEqual(Array(3).fill('CPU'));
    expect(outcomes(got)).toEqual(await truth(two));
  });

  it('computes a share again on a CPU, and is silent where both agree', async () => {
    const { results, events, bus } = await openStage({ recheckOneIn: 1 }, {});
    expect(computers(await results(jobs(6)))).toEqual(Array(6).fill('Card 5'));
    await until(async () => (await bus.messagesLeft()) === 0);
    expect(events.some(({ kind }) => kind === 'device_differs')).toBe(false);
  });

  it('reports both results where they differ, the CPU’s first; then a CPU goes on, and the next start knows', async () => {
    const deviceFolder = await mkdtemp(join(tmpdir(), 'devices-'));
    onTestFinished(() => rm(deviceFolder, { recursive: true }));
    const device = { off: 1e-6, hidesIt: true };
    const { results, events, worker } = await openStage({ recheckOneIn: 1 }, device, { deviceFolder });
    expect(worker.engine).toMatch(/^simd@/);
    const both = await results(jobs(1), 2);
    expect(computers(both)).toEqual(['CPU', 'Card 5']);
    expect(both[1]!.result).not.toEqual(both[0]!.result);
    const later = jobs(5).slice(1);
    const got = await results(later);
    expect(computers(got)).toEqual(Array(4).fill('CPU'));
    expect(outcomes([both[0]!, ...got])).toEqual(await truth(jobs(5)));
    expect(events.filter(({ kind }) => kind.startsWith('device_'))).toEqual([
      { kind: 'device_differs', trialIds: [1], device: 'Card 5' },
      {
        ...{ kind: 'device_given_up', device: 'Card 5' },
        reason: 'it computed other bits than a CPU (trial 1)',
      },
    ]);
    // Its self-test would still pass.
    const again = await openStage({}, device, { deviceFolder });
    expect(again.worker.engine).toBe('card@1:card-5-550.1');
  });

  it('that comes back with other bits gets no more jobs of those that it had', async () => {
    const { results, events } = await openStage({ cohort: 1 }, { lostAfter: 1 });
    expect(computers(await results(jobs(1)))).toEqual(['Card 5']);
    // As after an update of its driver.
    process.env['FAKE_DEVICE'] = JSON.stringify({ off: 1e-6, driver: '560.1' });
    const later = jobs(3).slice(1);
    const got = await results(later);
    expect(computers(got)).toEqual(['CPU', 'CPU']);
    expect(outcomes(got)).toEqual(await truth(later));
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'device_given_up',
        reason: expect.stringContaining('has the bits of simd@1 no more'),
      }),
    );
  });

  it('rechecks nothing where that is not wanted', async () => {
    const { results } = await openStage({ recheckOneIn: 0 }, { off: 1e-6, hidesIt: true });
    expect(computers(await results(jobs(4)))).toEqual(Array(4).fill('Card 5'));
  });

  it('that is lost in the middle gives its jobs back uncharged; a CPU ends them once it is lost again and again', async () => {
    const { bus, results, events, worker } = await openStage({ cohort: 4 }, { lostAfter: 0 });
    const named: (string | undefined)[] = [];
    bus.onPresence(({ device }) => named.push(device));
    const got = await results(jobs(4));
    expect(outcomes(got)).toEqual(await truth(jobs(4)));
    expect(computers(got)).toEqual(Array(4).fill('CPU'));
    expect(worker.engine).toMatch(/^simd@/);
    const crashes = events.filter((event) => event.kind === 'crashed');
    expect(crashes).toHaveLength(3);
    expect(crashes.every(({ jobId }) => jobId === null)).toBe(true);
    expect(events).toContainEqual({
      ...{ kind: 'device_given_up', device: 'Card 5', reason: 'Card 5 was lost: as told.' },
    });
    await worker.stop({ graceMs: 0 });
    expect(named.at(-1)).toBeUndefined();
  });

  it('names its device for as long as one of its slots is on it', async () => {
    const lost = new LatentsweepError('gpu_lost', 'Card 5 was lost: as told.', '');
    const firstIsLost = (runner: BatchRunner, place: number): BatchRunner => ({
      ...runner,
      run: (task, tell) =>
        place === 0 && task.jobs.length > 0 ? Promise.reject(lost) : runner.run(task, tell),
    });
    const { bus, results, events, worker } = await openStage({ slots: 2 }, {}, {}, 0, firstIsLost);
    const named: (string | undefined)[] = [];
    bus.onPresence(({ device }) => named.push(device));
    while (!events.some(({ kind }) => kind === 'device_given_up')) await results(jobs(16));
    await worker.stop({ graceMs: 0 });
    expect(named.at(-1)).toBe('Card 5');
  });

  it('trains fewer together where the device has no memory for all', async () => {
    const { results, worker } = await openStage({ cohort: 8 }, { lanes: 3 });
    const many = jobs(16);
    expect(outcomes(await results(many))).toEqual(await truth(many));
    expect(worker.capacity()).toBeLessThanOrEqual(4);
  });

  it('is an engine of its own where the device has other bits', async () => {
    const { worker, results } = await openStage({}, { off: 1e-6 });
    expect(worker.engine).toBe('card@1:card-5-550.1');
    expect(computers(await results(jobs(2)))).toEqual(['CPU', 'CPU']);
  });

  it('beside threads takes jobs when there are enough that it supports, and leaves them the others', async () => {
    const { results, events, worker } = await openStage({}, {}, {}, 1);
    expect(worker.engine).toBe('simd@1');
    await until(() => worker.capacity() === 9);
    expect(events).toContainEqual({ kind: 'device', device: 'Card 5', reason: null });
    const many = jobs(200, { epochs: 50 });
    const got = await results(many);
    expect(new Set(computers(got))).toEqual(new Set(['CPU', 'Card 5']));
    expect(outcomes(got)).toEqual(await truth(many));
    // Too few for it, and enough that it does not support.
    expect(computers(await results(jobs(4)))).toEqual(Array(4).fill('CPU'));
    const two = jobs(16, { classifier_hidden_sizes: [4, 4] });
    const before = events.length;
    expect(computers(await results(two))).toEqual(Array(16).fill('CPU'));
    const told = events.slice(before).map(({ kind }) => kind);
    expect(told.filter((kind) => kind === 'started')).toHaveLength(16);
    expect(told).not.toContain('given_back');
  });

  it('beside threads takes as many jobs as it has memory for', async () => {
    const { results, worker } = await openStage({}, { lanes: 1 }, {}, 1);
    await until(() => worker.capacity() === 9);
    // Threads may be done with all before it gets any.
    while (worker.capacity() === 9) await results(jobs(100, { epochs: 20 }));
    expect(worker.capacity()).toBe(2);
    expect(computers(await results(jobs(60, { epochs: 50 })))).toContain('Card 5');
  });

  it('that is not there, or has other bits, is not used beside threads, and that is told', async () => {
    for (const [device, reason] of [
      [{ isMissing: true }, 'there is none'],
      [{ off: 1e-6 }, 'a card has not the bits of simd@1'],
    ] as const) {
      const { results, events, worker } = await openStage({ insteadOfDevice: 1 }, device, {}, 1);
      await until(() => events.some(({ kind }) => kind === 'device'));
      expect(events).toContainEqual({ kind: 'device', device: null, reason });
      expect(computers(await results(jobs(8)))).toEqual(Array(8).fill('CPU'));
      // A thread is there in its place.
      expect(worker.capacity()).toBe(2);
    }
  });

  it('does not start without its device, and says why', async () => {
    await expect(openStage({}, { isMissing: true })).rejects.toThrow(
      expect.objectContaining({ code: 'backend_missing', reason: 'there is none', hint: 'Buy one.' }),
    );
    delete process.env['FAKE_DEVICE'];
  });
});
