import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type Job, packSpec } from '@latentsweep/bus';
import { type DatasetSpec, deriveSeed, Stream } from '@latentsweep/core';
import type { DecidedRung, Store } from '@latentsweep/store';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SweepDefinition } from '../port.ts';
import { programSweep } from '../search/fixtures/program.ts';
import { coordinate } from './coordinate.ts';
import { type Answer, FakeWorker } from './fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from './fixtures/store.ts';

const REPLICATES = 2;
const RATES = Array.from({ length: 27 }, (_, i) => (i + 1) / 100);
const TRIALS = RATES.length * REPLICATES;

/** How long a run is, its program decides: those of the two best rates are shorter than the second band. */
const stepsOf = (rate: number) => (rate > 0.255 ? 7 : 40);

const definition: SweepDefinition = programSweep(
  [
    { name: 'rate', distribution: { kind: 'categorical', values: RATES, probabilities: null } },
    // The names of our own mean nothing in a program.
    { name: 'epochs', distribution: { kind: 'constant', value: 'many' } },
  ],
  {
    ...{ method: 'grid', replicates: REPLICATES, runCap: null, engine: 'program' },
    early: { type: 'hyperband', eta: 3, strict: true, minIter: 3 },
  },
);
const spec: DatasetSpec = {
  ...{ kind: 'program', name: 'train.py', config: null },
  metrics: [{ name: 'val_loss', summary: 'last' }],
};

let bus: Bus;
let one: StoreOfOne;
let workers: FakeWorker[];
let rungs: DecidedRung[];

async function open(count = 1, lasting = false) {
  bus = createMemoryBus({ queueLimit: 64, lasting });
  one = await storeOfOne({
    ...{
      replicates: REPLICATES,
      plannedTrials: TRIALS,
      engine: 'program@1',
      exact: false,
      ownMeasures: true,
    },
    ...{ metric: 'val_loss', goal: 'minimize', definition, datasetSpec: spec },
    parameters: [
      { name: 'rate', sqlType: 'double precision' },
      { name: 'epochs', sqlType: 'text' },
    ],
  });
  workers = Array.from({ length: count }, () => new FakeWorker(bus, answer));
  rungs = [];
}
const close = async () => {
  for (const worker of workers) worker.stop();
  await bus.close();
};
beforeEach(() => open());
afterEach(close);

/** Better with the rate and with each step, but for noise. */
function answer({ config, replicate, until }: Job): Answer {
  const rate = Number(config['rate']);
  const steps = Math.min(until ?? Number.POSITIVE_INFINITY, stepsOf(rate));
  const noise = new Stream(deriveSeed(1, String(rate), replicate, steps), 99).normal();
  const loss = 1 - rate - steps / 1000 + 0.002 * noise;
  const result = { outcome: 'completed', measures: { val_loss: loss }, curves: {} } as const;
  return steps === until ? { cut: result } : result;
}

async function run(slots = 2) {
  return coordinate({
    ...{ store: one.store, bus, definition, sweep: await one.sweepNow() },
    dataset: { spec, fingerprint: packSpec(spec).sha256, content: null },
    signal: new AbortController().signal,
    slots: () => slots,
    onStatus: () => {},
    onRung: (rung) => rungs.push(rung),
  });
}

async function standing() {
  const rows = await one.rows();
  return rows
    .map(({ config, replicate, state, value, result_key, until }) =>
      JSON.stringify([config, replicate, state, value, result_key, until]),
    )
    .sort();
}

test('stops programs that are behind at a step, and lets those that have ended be', async () => {
  const outcome = await run();
  expect(outcome.state).toBe('completed');
  // 27 reach step 3, and 10 go on. Of these the two that end at step 7 never reach step 9: 8 do, and 3 go on.
  expect(rungs).toEqual([
    { rung: REPLICATES, epochs: 3, kept: 10, dropped: 17 },
    { rung: REPLICATES, epochs: 9, kept: 3, dropped: 5 },
    { rung: REPLICATES, epochs: 27, kept: 2, dropped: 1 },
  ]);
  expect(outcome.counts).toMatchObject({ completed: 2 * (2 + 2), pruned: 2 * (17 + 5 + 1), waiting: 0 });
  const best = (await one.store.bestConfig(one.sweep.id))!;
  expect(best.n).toBe(REPLICATES);
  const reasons = await one.store.decisions(one.sweep.id, best.hash, 9);
  expect(reasons.map(({ reason }) => reason)[0]).toMatch(
    /^At step 3 its val_loss is 0\.\d+, no worse than the 0\.\d+ that is place 10 of 27\.$/,
  );
  const jobs = workers.flatMap((worker) => worker.jobs);
  expect(new Set(jobs.map(({ until }) => until))).toEqual(new Set([3, 9, 27, 81]));
  for (const { config } of jobs) expect(config['epochs']).toBe('many');
});

test('clears what a trial left at a band from a bus between machines as it goes on', async () => {
  await close();
  await open(0, true);
  const artifacts = [{ name: 'model', sha256: 'a'.repeat(64), bytes: 1 }];
  workers = [
    new FakeWorker(bus, (job) => {
      const given = answer(job);
      return typeof given === 'object' && 'cut' in given ? { ...given, artifacts } : given;
    }),
  ];
  const cleared = vi.spyOn(bus.files, 'removeArtifacts');
  await run();
  const goneOn = workers[0]!.jobs.filter(({ until }) => until !== 3);
  expect(cleared.mock.calls.map(([, trialId]) => trialId)).toEqual(
    expect.arrayContaining(goneOn.map(({ milestones }) => milestones[0]!.trialId)),
  );
  expect(cleared).toHaveBeenCalledTimes(goneOn.length);
  // Of those that were stopped.
  expect(await one.store.artifactBytes(one.sweep.id)).toBe(2 * (17 + 5 + 1));
});

test('decides the same with any number of slots and workers', async () => {
  await run();
  const [expected, decided] = [await standing(), rungs];
  for (const count of [1, 4]) {
    await close();
    await open(count);
    await run(count);
    expect(await standing()).toEqual(expected);
    expect(rungs).toEqual(decided);
  }
});

test.each(['bandStand', 'decideBand', 'waitingConfigs'] as const)(
  'decides the same where its coordinator dies at %s',
  async (method) => {
    await run();
    const expected = await standing();
    for (const when of ['asked', 'done'] as const) {
      await close();
      await open();
      let dead = false;
      one.faults.onCall = (called: keyof Store, at) => {
        dead ||= called === method && at === when;
        if (dead) throw new Error('killed');
      };
      await expect(run()).rejects.toThrow('killed');
      one.faults.onCall = () => {};
      await one.store.acquireRun(one.sweep.id, (await one.holder()) ?? '', -1);
      await sleep(5);
      expect((await run()).state).toBe('completed');
      expect(await standing()).toEqual(expected);
    }
  },
);
