import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type Job, packSpec } from '@latentsweep/bus';
import { deriveSeed, Stream } from '@latentsweep/core';
import { type DecidedRung, type Store, TryAgain } from '@latentsweep/store';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunStatus, SweepDefinition } from '../port.ts';
import { coordinate } from './coordinate.ts';
import { completed, FakeWorker } from './fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from './fixtures/store.ts';
import { definition as plain, spec, TRIALS } from './fixtures/sweep.ts';

const REPLICATES = 8;
/** 40 rates and their two milestones, of an arm that is compared and of one that is compared with. */
const definition: SweepDefinition = {
  ...plain,
  replicates: REPLICATES,
  race: { rungs: [2, 4] },
  parameters: [
    {
      name: 'arm',
      distribution: { kind: 'categorical', values: ['oversample', 'smote'], probabilities: null },
    },
    ...plain.parameters.slice(1),
  ],
};
const CONFIGS = 2 * 40 * 2;
const planned = { replicates: REPLICATES, plannedTrials: CONFIGS * REPLICATES };

let bus: Bus;
let one: StoreOfOne;
let worker: FakeWorker;
let statuses: RunStatus[];
let rungs: DecidedRung[];

const open = async () => {
  bus = createMemoryBus({ queueLimit: 64 });
  one = await storeOfOne(planned);
  statuses = [];
  rungs = [];
};
const close = async () => {
  worker.stop();
  await bus.close();
};
beforeEach(open);
afterEach(close);

/** Better with the rate and with epochs, but for what the replicate does to all and for noise of its own. */
function answer({ config, replicate }: Pick<Job, 'config' | 'replicate'>, { epochs }: { epochs: number }) {
  const draws = (...path: (string | number)[]) => new Stream(deriveSeed(1, ...path), 99).normal();
  const own = draws(JSON.stringify(config), replicate, epochs);
  return completed(
    0.5 +
      Number(config['minority_rate']) / 2 +
      epochs / 100 +
      0.05 * draws('replicate', replicate) +
      0.02 * own,
  );
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

/** How many replicates each config got, by its values. */
async function standing() {
  const rows = await one.rows();
  const configs = Map.groupBy(rows, (row) => JSON.stringify(row['config']));
  return new Map([...configs].map(([config, own]) => [config, own.length]).sort() as [string, number][]);
}

test('gives more replicates to what is not worse than the best, and to what others are compared with', async () => {
  worker = new FakeWorker(bus, answer);
  const outcome = await run();
  expect(outcome.state).toBe('completed');
  const n = await standing();
  expect(n.size).toBe(CONFIGS);
  const of = (arm: string, rate: number, epochs: number) =>
    [...n].find(([text]) => {
      const config = JSON.parse(text);
      return config.arm === arm && config.minority_rate === rate && config.epochs === epochs;
    })![1];
  expect([of('oversample', 0.01, 1), of('oversample', 0.4, 2)]).toEqual([REPLICATES, REPLICATES]);
  expect([of('smote', 0.01, 1), of('smote', 0.01, 2)]).toEqual([2, 2]);
  expect([of('smote', 0.4, 1), of('smote', 0.4, 2)]).toEqual([REPLICATES, REPLICATES]);
  expect(new Set(n.values())).toEqual(new Set([2, 4, REPLICATES]));
  expect(await one.store.decidedRungs(one.sweep.id)).toEqual(rungs);
  expect(rungs.map(({ rung }) => rung)).toEqual([2, 4]);
  const trials = [...n.values()].reduce((sum, count) => sum + count, 0);
  expect(outcome.counts.completed).toBe(trials);
  // Milestones stay together: a run's replicate is one job.
  const runs = worker.jobs.map(({ config: { epochs: _, ...config }, replicate }) =>
    JSON.stringify([config, replicate]),
  );
  expect(new Set(runs).size).toBe(runs.length);
  expect(trials).toBeLessThan(0.7 * CONFIGS * REPLICATES);
  // What may come only falls, and is known in the end.
  const totals = statuses.map(({ total }) => total);
  expect(totals).toEqual(totals.toSorted((a, b) => b - a));
  expect(totals.at(-1)).toBe(trials);
});

test('decides the same on more slots, in another order, and where the store comes and goes', async () => {
  worker = new FakeWorker(bus, answer);
  await run();
  const expected = await standing();
  const decided = rungs;
  await close();

  await open();
  const workers = [1, 2, 3].map(() => new FakeWorker(bus, answer));
  worker = workers[0]!;
  const running = run({ slots: () => 8 });
  one.faults.onCall = (_, when) => {
    if (when === 'done' && Math.random() < 0.1) throw new TryAgain('store_unreachable', 'away', 'Wait.');
  };
  await running;
  one.faults.onCall = () => {};
  for (const other of workers) other.stop();
  expect(await standing()).toEqual(expected);
  expect(await one.store.decidedRungs(one.sweep.id)).toEqual(decided);
});

test.each(['decideRung', 'racedConfigs', 'aliveConfigs', 'expand'] as const)(
  'decides the same where its coordinator dies at %s, before it and after it',
  async (method) => {
    worker = new FakeWorker(bus, answer);
    await run();
    const expected = await standing();
    for (const when of ['asked', 'done'] as const) {
      await close();
      await open();
      worker = new FakeWorker(bus, answer);
      let decided = method !== 'expand';
      let dead = false;
      one.faults.onCall = (called: keyof Store, at) => {
        if (called === method && at === when && decided) dead = true;
        // Of expand, what makes the replicates of the survivors is of interest.
        decided ||= called === 'decideRung' && at === 'done';
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

test('what failed counts as no value, and all that failed as nothing to race by', async () => {
  let failing = (rate: unknown) => Number(rate) >= 0.39;
  const answerOrFail: ConstructorParameters<typeof FakeWorker>[1] = (job, milestone) =>
    failing(job.config['minority_rate']) ? { outcome: 'failed', error: 'singular' } : answer(job, milestone);
  worker = new FakeWorker(bus, answerOrFail);
  await run();
  const n = await standing();
  const nOf = (arm: string) =>
    [...n].filter(([text]) => text.includes(`"${arm}"`) && text.includes('"minority_rate":0.39'));
  expect(nOf('smote').map(([, count]) => count)).toEqual([2, 2]);
  expect(nOf('oversample').map(([, count]) => count)).toEqual([REPLICATES, REPLICATES]);
  await close();

  await open();
  failing = () => true;
  let ended = 0;
  // Ten end well, so that the sweep is not given up.
  worker = new FakeWorker(bus, (job, milestone) =>
    ended++ < 24 ? completed(Number.NaN) : answerOrFail(job, milestone),
  );
  expect((await run()).counts.failed).toBe(CONFIGS * REPLICATES - 24);
  expect(rungs.map(({ dropped }) => dropped)).toEqual([0, 0]);
});

test('gives all replicates to the configs that the file names as baselines', async () => {
  worker = new FakeWorker(bus, answer);
  await run({ definition: { ...definition, baseline: [{ arm: 'smote', minority_rate: 0.01, epochs: 1 }] } });
  const n = await standing();
  const of = (epochs: number) =>
    [...n].find(([text]) => {
      const config = JSON.parse(text);
      return config.arm === 'smote' && config.minority_rate === 0.01 && config.epochs === epochs;
    })![1];
  expect([of(1), of(2)]).toEqual([REPLICATES, 2]);
});

describe('a race that spends what it saves', () => {
  const spending = { ...definition, race: { rungs: [2, 4], spend: true as const } };

  test('gives more replicates to those tied with the best, and never runs more than was planned', async () => {
    worker = new FakeWorker(bus, answer);
    const outcome = await run({ definition: spending });
    expect(outcome.state).toBe('completed');
    const n = [...(await standing()).values()];
    const most = Math.max(...n);
    expect(most).toBeGreaterThan(REPLICATES);
    const trials = n.reduce((sum, count) => sum + count, 0);
    expect(outcome.counts.completed).toBe(trials);
    expect(trials).toBeLessThanOrEqual(CONFIGS * REPLICATES);
    // Those that are left have all the same, and what is not spent is not enough for another replicate of each.
    const left = n.filter((count) => count === most).length;
    expect(CONFIGS * REPLICATES - trials).toBeLessThan(left);
    expect(rungs.slice(0, 3).map(({ rung }) => rung)).toEqual([2, 4, REPLICATES]);
    expect(rungs.at(-1)!.kept).toBe(left);
    expect((await one.store.bestConfig(one.sweep.id))!.n).toBe(most);
    const totals = statuses.map(({ total }) => total);
    expect(totals).toEqual(totals.toSorted((a, b) => b - a));
    expect(totals.at(-1)).toBe(trials);
  });

  test('decides the same with more workers, and where its coordinator dies', async () => {
    worker = new FakeWorker(bus, answer);
    await run({ definition: spending });
    const expected = await standing();
    const decided = rungs;
    for (const nth of [3, 4]) {
      for (const when of ['asked', 'done'] as const) {
        await close();
        await open();
        const workers = [1, 2, 3].map(() => new FakeWorker(bus, answer));
        worker = workers[0]!;
        let calls = 0;
        one.faults.onCall = (called: keyof Store, at) => {
          if (called === 'decideRung' && at === when) calls++;
          if (calls >= nth) throw new Error('killed');
        };
        const settled = await run({ definition: spending, slots: () => 8 }).catch((error) => error.message);
        one.faults.onCall = () => {};
        if (nth <= decided.length) {
          expect(settled).toBe('killed');
          await one.store.acquireRun(one.sweep.id, (await one.holder()) ?? '', -1);
          await sleep(5);
          expect((await run({ definition: spending })).state).toBe('completed');
        }
        for (const other of workers) other.stop();
        expect(await standing()).toEqual(expected);
        expect(await one.store.decidedRungs(one.sweep.id)).toEqual(decided);
      }
    }
  });

  test('runs no more where all are equal, or nothing was saved', async () => {
    worker = new FakeWorker(bus, () => completed(0.5));
    const outcome = await run({ definition: spending });
    expect(outcome.counts.completed).toBe(CONFIGS * REPLICATES);
    expect(new Set((await standing()).values())).toEqual(new Set([REPLICATES]));
    expect(rungs.map(({ dropped }) => dropped)).toEqual([0, 0]);
  });
});

test('a sweep that does not race is as before', async () => {
  await close();
  bus = createMemoryBus({ queueLimit: 64 });
  one = await storeOfOne();
  worker = new FakeWorker(bus, answer);
  const outcome = await run({ definition: plain });
  expect(outcome.counts.completed).toBe(TRIALS);
  expect(rungs).toEqual([]);
});
