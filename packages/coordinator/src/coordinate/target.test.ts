import { type Bus, createMemoryBus, packSpec } from '@latentsweep/bus';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { coordinate } from './coordinate.ts';
import { completed, FakeWorker } from './fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from './fixtures/store.ts';
import { definition as plain, spec, TRIALS } from './fixtures/sweep.ts';

const aimedAt = (target: number): SweepDefinition => ({ ...plain, metric: { ...plain.metric, target } });

let bus: Bus;
let one: StoreOfOne;
let worker: FakeWorker;

const open = async () => {
  bus = createMemoryBus({ queueLimit: 64 });
  one = await storeOfOne();
};
const close = async () => {
  worker.stop();
  await bus.close();
};
beforeEach(open);
afterEach(close);

async function run(definition: SweepDefinition, slots = 2) {
  return coordinate({
    ...{ store: one.store, bus, definition, sweep: await one.sweepNow() },
    dataset: { spec, fingerprint: packSpec(spec).sha256, content: null },
    ...{ signal: new AbortController().signal, slots: () => slots, onStatus: () => {} },
  });
}

const answerRate: ConstructorParameters<typeof FakeWorker>[1] = ({ config, replicate }) =>
  completed(Number(config['minority_rate']) + replicate / 1e6);

test('ends with the config that reaches the target, and cancels what waits', async () => {
  worker = new FakeWorker(bus, (job, milestone) =>
    worker.jobs.length > 40 ? 'keep' : answerRate(job, milestone),
  );
  const outcome = await run(aimedAt(0.05));
  expect(outcome).toMatchObject({ state: 'completed', counts: { queued: 0, running: 0 } });
  expect(outcome.reason).toMatch(
    /^Target reached: val_accuracy of config [0-9a-f]{8} is .*not below 0\.05\.$/,
  );
  const { completed: ran, cancelled } = outcome.counts;
  expect(cancelled).toBeGreaterThan(0);
  expect(ran + cancelled).toBe((await one.rows()).length);
  expect(await one.sweepNow()).toMatchObject({ state: 'completed', reason: outcome.reason });
  expect(await one.holder()).toBeNull();
});

test('names the same config on more slots and workers, and after a restart', async () => {
  worker = new FakeWorker(bus, answerRate);
  const { reason } = await run(aimedAt(0.2));
  await close();
  await open();
  const others = [1, 2].map(() => new FakeWorker(bus, answerRate));
  worker = new FakeWorker(bus, answerRate);
  expect((await run(aimedAt(0.2), 16)).reason).toBe(reason);
  for (const other of others) other.stop();
  await close();
  await open();
  worker = new FakeWorker(bus, answerRate);
  await run(plain);
  await one.move('running');
  expect((await run(aimedAt(0.2))).reason).toBe(reason);
});

test('runs to its end where nothing reaches it', async () => {
  worker = new FakeWorker(bus, answerRate);
  expect(await run(aimedAt(0.41))).toMatchObject({
    ...{ state: 'completed', reason: null, counts: { completed: TRIALS, cancelled: 0 } },
  });
});

test('a race is judged by configs with all their replicates, not by those of a rung', async () => {
  await close();
  bus = createMemoryBus({ queueLimit: 64 });
  const replicates = 4;
  one = await storeOfOne({ replicates, plannedTrials: 2 * TRIALS });
  // From the third replicate on all are below the target.
  worker = new FakeWorker(bus, ({ config, replicate }) =>
    completed(Number(config['minority_rate']) + (replicate > 2 ? -1 : replicate / 1e6)),
  );
  const raced = { ...aimedAt(0.1), replicates, race: { rungs: [2] } };
  expect(await run(raced)).toMatchObject({ state: 'completed', reason: null, counts: { cancelled: 0 } });
});
