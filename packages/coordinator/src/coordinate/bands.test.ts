import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type Job, packSpec } from '@latentsweep/bus';
import { deriveSeed, Stream } from '@latentsweep/core';
import type { DecidedRung, Store } from '@latentsweep/store';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunStatus, SweepDefinition } from '../port.ts';
import { coordinate } from './coordinate.ts';
import { completed, FakeWorker } from './fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from './fixtures/store.ts';
import { definition as plain, spec } from './fixtures/sweep.ts';

const REPLICATES = 2;
const EPOCHS = [2, 12, 30];
/** 40 rates and their milestones, of an arm that is judged and of one that is compared with. */
const definition: SweepDefinition = {
  ...plain,
  replicates: REPLICATES,
  early: { type: 'hyperband', eta: 3, strict: true, minIter: 3 },
  parameters: [
    {
      name: 'arm',
      distribution: { kind: 'categorical', values: ['oversample', 'smote'], probabilities: null },
    },
    plain.parameters[1]!,
    { name: 'epochs', distribution: { kind: 'categorical', values: EPOCHS, probabilities: null } },
  ],
};
const RUNS = 2 * 40;
const TRIALS = RUNS * EPOCHS.length * REPLICATES;

let bus: Bus;
let one: StoreOfOne;
let workers: FakeWorker[];
let statuses: RunStatus[];
let rungs: DecidedRung[];

const open = async (
  trials = TRIALS,
  count = 1,
  answering: ConstructorParameters<typeof FakeWorker>[1] = answer,
) => {
  bus = createMemoryBus({ queueLimit: 64 });
  one = await storeOfOne({ replicates: REPLICATES, plannedTrials: trials });
  workers = Array.from({ length: count }, () => new FakeWorker(bus, answering));
  statuses = [];
  rungs = [];
};
const close = async () => {
  for (const worker of workers) worker.stop();
  await bus.close();
};
beforeEach(() => open());
afterEach(close);

/** Better with the rate and with epochs, but for noise. */
function answer({ config, replicate }: Pick<Job, 'config' | 'replicate'>, { epochs }: { epochs: number }) {
  const { epochs: _, ...run } = config;
  const noise = new Stream(deriveSeed(1, JSON.stringify(run), replicate, epochs), 99).normal();
  return completed(0.5 + Number(config['minority_rate']) / 2 + epochs / 100 + 0.002 * noise);
}

async function run(changes: Partial<Parameters<typeof coordinate>[0]> = {}) {
  return coordinate({
    ...{ store: one.store, bus, definition, sweep: await one.sweepNow() },
    dataset: { spec, fingerprint: packSpec(spec).sha256, content: null },
    signal: new AbortController().signal,
    slots: () => 2,
    onStatus: (status) => statuses.push(status),
    onRung: (rung) => rungs.push(rung),
    ...changes,
  });
}

/** How each trial ended, by its config and replicate. */
async function standing() {
  const rows = await one.rows();
  return rows
    .map(({ config, replicate, state, value, result_key, until }) =>
      JSON.stringify([config, replicate, state, value, result_key, until]),
    )
    .sort();
}

const epochsTrained = () =>
  workers.flatMap(({ jobs }) => jobs).reduce((sum, { milestones }) => sum + milestones.at(-1)!.epochs, 0);

test('stops what is worse than the best third, run by run, and trains the others on', async () => {
  const outcome = await run();
  expect(outcome.state).toBe('completed');
  const rows = await one.rows();
  expect(rows).toHaveLength(TRIALS);
  const of = (arm: string, epochs: number, state: string) =>
    rows.filter(({ config, state: own }) => {
      const { arm: its, epochs: long } = config as { arm: string; epochs: number };
      return its === arm && long === epochs && own === state;
    }).length;
  // Milestones below the first band are whole, and comparators all are.
  expect([of('smote', 2, 'completed'), of('oversample', 30, 'completed')]).toEqual([80, 80]);
  // At band 3 of 40 runs 14 go on; comparators do not count.
  expect(rungs.map(({ rung, epochs }) => [rung, epochs])).toEqual([
    [REPLICATES, 3],
    [REPLICATES, 9],
    [REPLICATES, 27],
  ]);
  const [third, ninth] = rungs;
  expect(third!.kept + third!.dropped).toBe((RUNS / 2) * 2);
  expect(third!.dropped).toBe(26 * 2);
  expect(ninth!.kept + ninth!.dropped).toBe(third!.kept);
  const pruned = of('smote', 30, 'pruned');
  // All replicates and all milestones behind a band share a fate, but those that ended between two bands.
  expect(of('smote', 12, 'pruned')).toBe((third!.dropped + ninth!.dropped) * 1);
  expect(pruned).toBeGreaterThanOrEqual(of('smote', 12, 'pruned'));
  expect(outcome.counts).toMatchObject({
    ...{ waiting: 0, queued: 0, running: 0, pruned: pruned + of('smote', 12, 'pruned') },
    completed: TRIALS - outcome.counts.pruned,
  });
  const best = rows.find(({ config }) => {
    const { arm, minority_rate, epochs } = config as Record<string, unknown>;
    return arm === 'smote' && minority_rate === 0.4 && epochs === 30;
  });
  expect(best).toMatchObject({ state: 'completed', until: null });
  const stopped = rows.filter(({ state }) => state === 'pruned');
  for (const { until, value } of stopped) {
    expect([3, 9, 27]).toContain(until);
    expect(value).not.toBeNull();
  }
  expect(await one.store.decidedRungs(one.sweep.id)).toEqual(rungs);
  const totals = new Set(statuses.map(({ total }) => total));
  expect(totals).toEqual(new Set([TRIALS]));
});

test('trains fewer epochs, and results are those of runs that were never stopped', async () => {
  await run();
  const [rows, trained] = [await one.rows(), epochsTrained()];
  await close();
  await open();
  const { early: _, ...whole } = definition;
  await run({ definition: whole });
  const all = new Map((await one.rows()).map(({ result_key, value }) => [result_key, value]));
  for (const { state, result_key, value } of rows)
    if (state === 'completed') expect(value).toBe(all.get(result_key));
  expect(trained).toBeLessThan(0.8 * epochsTrained());
});

test('decides the same on more slots and workers', async () => {
  await run();
  const [expected, decided] = [await standing(), rungs];
  for (const slots of [1, 8]) {
    await close();
    await open(TRIALS, slots);
    await run({ slots: () => slots });
    expect(await standing()).toEqual(expected);
    expect(rungs).toEqual(decided);
  }
});

test.each(['bandStand', 'decideBand', 'waitingConfigs', 'expand'] as const)(
  'decides the same where its coordinator dies at %s, before it and after it',
  async (method) => {
    await run();
    const expected = await standing();
    for (const when of ['asked', 'done'] as const) {
      await close();
      await open();
      let decided = method !== 'expand';
      let dead = false;
      one.faults.onCall = (called: keyof Store, at) => {
        if (called === method && at === when && decided) dead = true;
        decided ||= called === 'decideBand' && at === 'done';
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

test('a trial that failed or diverged at a band ends there, and what has no value goes on', async () => {
  await close();
  await open(TRIALS, 1, (job, milestone) => {
    const rate = Number(job.config['minority_rate']);
    if (rate === 0.4) return { outcome: 'failed', error: 'singular' };
    if (rate === 0.39) return { outcome: 'diverged', epoch: 1, reason: 'loss was NaN', curves: {} };
    if (rate === 0.38) return completed(Number.NaN);
    return answer(job, milestone);
  });
  const outcome = await run();
  expect(outcome.state).toBe('completed');
  expect(outcome.counts).toMatchObject({ failed: 12, diverged: 12 });
  const without = (await one.rows()).filter(
    ({ config }) => (config as Record<string, unknown>)['minority_rate'] === 0.38,
  );
  expect(new Set(without.map(({ state }) => state))).toEqual(new Set(['completed']));
});

test('a milestone that others are compared with is whole, and what trains for longer than it is judged', async () => {
  const named = [{ arm: 'smote', minority_rate: 0.01, epochs: 12 }];
  await run({ definition: { ...definition, baseline: named } });
  const worst = (await one.rows()).filter(({ config }) => {
    const { arm, minority_rate: rate } = config as Record<string, unknown>;
    return arm === 'smote' && rate === 0.01;
  });
  const states = (epochs: number) =>
    worst.flatMap(({ config, state }) =>
      (config as Record<string, unknown>)['epochs'] === epochs ? [state] : [],
    );
  expect(EPOCHS.map(states)).toEqual([
    ['completed', 'completed'],
    ['completed', 'completed'],
    ['pruned', 'pruned'],
  ]);
});

test('where no run trains for longer than the first band, nothing is decided', async () => {
  const outcome = await run({
    definition: { ...definition, early: { type: 'median', eta: 2, strict: true, minIter: 30 } },
  });
  expect(outcome.counts.completed).toBe(TRIALS);
  expect(rungs).toEqual([]);
});

describe('beside a race', () => {
  const both: SweepDefinition = { ...definition, replicates: 8, race: { rungs: [2, 4] } };
  const all = RUNS * EPOCHS.length * 8;

  test('bands come before the first rung, and the race goes on with what is left', async () => {
    await close();
    bus = createMemoryBus({ queueLimit: 64 });
    one = await storeOfOne({ replicates: 8, plannedTrials: all });
    workers = [new FakeWorker(bus, answer)];
    const outcome = await run({ definition: both });
    expect(outcome.state).toBe('completed');
    expect(rungs.map(({ rung, epochs }) => [rung, epochs])).toEqual([
      [2, 3],
      [2, 9],
      [2, 27],
      [2, null],
      [4, null],
    ]);
    const stopped = rungs.slice(0, 3).reduce((sum, { dropped }) => sum + dropped, 0);
    expect(outcome.counts.pruned).toBe(2 * stopped);
    expect(rungs[3]!.kept + rungs[3]!.dropped).toBe(RUNS * EPOCHS.length - stopped);
    expect(await one.store.decidedRungs(one.sweep.id)).toEqual(rungs);
    expect((await one.store.bestConfig(one.sweep.id))!.n).toBe(8);
  });
});
