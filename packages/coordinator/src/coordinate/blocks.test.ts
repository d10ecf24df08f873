/** A race by blocks of what a search proposes by results. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type Job, packSpec } from '@latentsweep/bus';
import { deriveSeed, Stream } from '@latentsweep/core';
import { type DecidedRung, type Store, TryAgain } from '@latentsweep/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunStatus } from '../port.ts';
import { define } from '../sweep-file/fixtures.ts';
import { coordinate } from './coordinate.ts';
import { completed, FakeWorker } from './fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from './fixtures/store.ts';
import { spec } from './fixtures/sweep.ts';

const REPLICATES = 8;
const CAP = 240;
const LAG = 6;
const space =
  'arm: { value: smote }\nminority_rate: { min: 0.1, max: 1.0 }\nlearning_rate: { min: 0.001, max: 0.1 }';
const head = `method: bayes\nmetric: { name: val_accuracy }\nbaselines: false\nreplicates: ${REPLICATES}\nrun_cap: ${CAP}\nlag: ${LAG}`;
const definition = define(space, `${head}\nrace: true`);

let bus: Bus;
let one: StoreOfOne;
let worker: FakeWorker;
let rungs: DecidedRung[];
let statuses: RunStatus[];

const open = async () => {
  bus = createMemoryBus({ queueLimit: 64 });
  one = await storeOfOne({ metric: 'val_accuracy', replicates: REPLICATES, plannedTrials: CAP });
  rungs = [];
  statuses = [];
};
const close = async () => {
  worker.stop();
  await bus.close();
};
beforeEach(open);
afterEach(close);

/** The farther the share is from 0.4 the worse, but for what the replicate does to all and for noise. */
function answer({ config, replicate }: Pick<Job, 'config' | 'replicate'>) {
  const draws = (...path: (string | number)[]) => new Stream(deriveSeed(1, ...path), 99).normal();
  const share = Number(config['minority_rate']);
  return completed(
    0.8 -
      Math.abs(share - 0.4) +
      0.05 * draws('replicate', replicate) +
      0.02 * draws(JSON.stringify(config), replicate),
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

/** All that was proposed, in order and with its reason, all that was decided, and how many replicates came of it. */
async function table() {
  const decided = await one.store.decisions(one.sweep.id, null, 1e6);
  const configs = Map.groupBy(await one.rows(), (row) => String(row['config_hash']));
  const history = await one.store.searchHistory(one.sweep.id, {
    ...{ lookahead: 0, best: 0, spread: Number.MAX_SAFE_INTEGER },
  });
  return {
    proposed: [...configs].map(([hash, own]) => [hash, own[0]!['reason'], own.length]),
    history: history?.finished,
    decided,
  };
}

test('learns from each block, keeps to its cap, and spends on further proposals what it saves', async () => {
  worker = new FakeWorker(bus, answer);
  expect((await run()).state).toBe('completed');
  const { proposed, history, decided } = await table();
  const n = proposed.map(([, , count]) => Number(count));
  const trials = n.reduce((sum, count) => sum + count, 0);
  expect(trials).toBeLessThanOrEqual(CAP);
  // What is left pays for no further config.
  expect(CAP - trials).toBeLessThan(REPLICATES);
  expect(proposed.length).toBeGreaterThan(CAP / REPLICATES);
  expect(new Set(n)).toEqual(new Set([2, 4, REPLICATES]));
  expect(history!.map(({ place }) => place)).toEqual(proposed.map((_, place) => place));
  expect(history!.map(({ n: count, pruned }) => [count, pruned])).toEqual(
    n.map((count) => [count, count < REPLICATES]),
  );
  // The first block keeps as many as one race would at least, and later ones what is not worse than the best of all.
  expect(n.slice(0, LAG).filter((count) => count === REPLICATES).length).toBeGreaterThanOrEqual(3);
  expect(decided.filter(({ rung, hash }) => rung === 2 && hash === proposed[0]![0])).toHaveLength(1);
  const totals = statuses.map(({ total }) => total);
  expect(totals.every((total) => total <= CAP)).toBe(true);
  expect(totals.at(-1)).toBe(trials);
  const late = history!.slice(-20).map(({ config }) => Math.abs(Number(config['minority_rate']) - 0.4));
  const early = history!.slice(0, 20).map(({ config }) => Math.abs(Number(config['minority_rate']) - 0.4));
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  expect(sum(late)).toBeLessThan(sum(early));
});

test('proposes and decides the same on any number of slots, whatever ends first', async () => {
  worker = new FakeWorker(bus, answer);
  await run({ slots: () => 1 });
  const expected = await table();
  for (const slots of [2, 8]) {
    await close();
    await open();
    const workers = Array.from({ length: slots }, () => new FakeWorker(bus, answer));
    worker = workers[0]!;
    await run({ slots: () => slots });
    for (const other of workers) other.stop();
    expect(await table()).toEqual(expected);
  }
});

test.each(['searchHistory', 'expand', 'racedConfigs', 'incumbent', 'decideRung', 'aliveConfigs'] as const)(
  'proposes and decides the same where its coordinator dies at any %s, before it and after it',
  async (method) => {
    worker = new FakeWorker(bus, answer);
    await run();
    const expected = await table();
    for (const when of ['asked', 'done'] as const) {
      await close();
      await open();
      worker = new FakeWorker(bus, answer);
      // It dies at the first call, the next coordinator at its second, and so on.
      for (let lives = 1; ; lives++) {
        let calls = 0;
        one.faults.onCall = (called: keyof Store, at) => {
          if (called === method && at === when) calls++;
          if (calls >= lives) throw new Error('killed');
        };
        const settled = await run().catch((error) => error.message);
        one.faults.onCall = () => {};
        if (settled !== 'killed') {
          expect(settled).toMatchObject({ state: 'completed' });
          expect(lives).toBeGreaterThan(3);
          break;
        }
        await one.store.acquireRun(one.sweep.id, (await one.holder()) ?? '', -1);
        await sleep(2);
      }
      expect(await table()).toEqual(expected);
    }
  },
);

test('goes on where the store could not be reached for a moment', async () => {
  worker = new FakeWorker(bus, answer);
  await run();
  const expected = await table();
  await close();
  await open();
  worker = new FakeWorker(bus, answer);
  let calls = 0;
  one.faults.onCall = () => {
    if (++calls % 5 === 0) throw new TryAgain('store_unreachable', 'The store is away.', 'Wait.');
  };
  expect((await run()).state).toBe('completed');
  one.faults.onCall = () => {};
  expect(await table()).toEqual(expected);
});

test('blocks of one proposal are held against the best so far', async () => {
  worker = new FakeWorker(bus, answer);
  const outcome = await run({ definition: { ...definition, lag: 1 } });
  expect(outcome.state).toBe('completed');
  const { proposed, decided } = await table();
  // As many as survive one race at least, and nothing is told of two values of one config and another's.
  expect(proposed.slice(0, 3).map(([, , n]) => n)).toEqual([REPLICATES, REPLICATES, REPLICATES]);
  expect(decided.filter(({ kept }) => !kept).length).toBeGreaterThan(0);
});

test('a space with fewer configs than its cap could propose ends where it is used up', async () => {
  worker = new FakeWorker(bus, answer);
  const lines =
    'arm: { value: smote }\nlatent_size: { value: 2 }\nminority_rate: { values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] }\nepochs: { values: [1, 2, 3, 4] }';
  const small = define(lines, `${head}\nrace: true`);
  const outcome = await run({ definition: small });
  expect(outcome.state).toBe('completed');
  const { proposed } = await table();
  expect(proposed.length).toBeLessThanOrEqual(40);
  expect(proposed.length).toBeGreaterThan(CAP / REPLICATES);
});

test('where all trials fail it proposes to its cap and drops nothing', async () => {
  let ended = 0;
  worker = new FakeWorker(bus, () =>
    ended++ < 24 ? completed(Number.NaN) : { outcome: 'failed', error: 'singular' },
  );
  expect((await run()).state).toBe('completed');
  const { proposed } = await table();
  expect(proposed.map(([, , n]) => n)).toEqual(proposed.map(() => REPLICATES));
  expect(proposed).toHaveLength(CAP / REPLICATES);
});

const LONG = `${space}\nepochs: { value: 20 }`;
const EARLY = 'early_terminate: { type: hyperband, min_iter: 3 }';

/** How each trial ended, in the order in which they were made. */
const ends = async () =>
  (await one.rows()).map(({ config_hash, replicate, state, value, until }) => [
    ...[config_hash, replicate, state, value, until],
  ]);

test.each([
  ['alone', `${head}\n${EARLY}`],
  ['beside a race', `${head}\nrace: true\n${EARLY}`],
])(
  'bands of epochs are decided block by block, %s, and what was stopped counts as run and as bad',
  async (_, top) => {
    const early = define(LONG, top);
    worker = new FakeWorker(bus, answer);
    expect((await run({ definition: early, slots: () => 1 })).state).toBe('completed');
    const [expected, proposed] = [await ends(), await table()];
    expect(expected.length).toBeLessThanOrEqual(CAP);
    expect(CAP - expected.length).toBeLessThan(REPLICATES);
    const stopped = new Set(expected.filter(([, , state]) => state === 'pruned').map(([hash]) => hash));
    expect(stopped.size).toBeGreaterThan(0);
    // Blocks count what earlier ones had at the band.
    const at3 = proposed.decided.filter(({ epochs }) => epochs === 3);
    expect(at3).toHaveLength(proposed.proposed.length);
    expect(at3.filter(({ reason }) => /place \d+ of (6|12|18|24|30)\b/.test(reason)).length).toBeGreaterThan(
      6,
    );
    expect(proposed.history!.filter(({ pruned }) => pruned).length).toBeGreaterThanOrEqual(stopped.size);
    await close();
    for (const nth of [2, 5]) {
      await open();
      const workers = [1, 2, 3].map(() => new FakeWorker(bus, answer));
      worker = workers[0]!;
      let calls = 0;
      one.faults.onCall = (called: keyof Store, at) => {
        if (called === 'decideBand' && at === (nth === 2 ? 'asked' : 'done')) calls++;
        if (calls >= nth) throw new Error('killed');
      };
      await expect(run({ definition: early, slots: () => 8 })).rejects.toThrow('killed');
      one.faults.onCall = () => {};
      await one.store.acquireRun(one.sweep.id, (await one.holder()) ?? '', -1);
      await sleep(5);
      expect((await run({ definition: early, slots: () => 8 })).state).toBe('completed');
      expect(await ends()).toEqual(expected);
      expect(await table()).toEqual(proposed);
      for (const other of workers) other.stop();
      if (nth === 2) await close();
    }
  },
);

test('a higher cap proposes and decides as the lower one did, until that had no room for whole blocks', async () => {
  worker = new FakeWorker(bus, answer);
  await run();
  const lower = await table();
  await close();
  bus = createMemoryBus({ queueLimit: 64 });
  one = await storeOfOne({ metric: 'val_accuracy', replicates: REPLICATES, plannedTrials: 2 * CAP });
  worker = new FakeWorker(bus, answer);
  await run({ definition: { ...definition, runCap: 2 * CAP } });
  const higher = await table();
  expect(higher.proposed.length).toBeGreaterThan(lower.proposed.length);
  // Blocks are whole while the cap has room for all replicates of one.
  let trials = 0;
  let blocks = 0;
  const left = () => CAP - trials;
  for (; left() >= LAG * REPLICATES; blocks++)
    for (const [, , n] of lower.proposed.slice(blocks * LAG, (blocks + 1) * LAG)) trials += Number(n);
  expect(blocks).toBeGreaterThan(3);
  expect(higher.proposed.slice(0, blocks * LAG)).toEqual(lower.proposed.slice(0, blocks * LAG));
});

test('blocks that are dropped whole at their first rung count for the cap as all do', async () => {
  // Without noise whatever is not the best is dropped at once.
  worker = new FakeWorker(bus, ({ config, replicate }) =>
    completed(Number(config['minority_rate']) + replicate / 1000),
  );
  expect((await run()).state).toBe('completed');
  const n = (await table()).proposed.map(([, , count]) => Number(count));
  const trials = n.reduce((sum, count) => sum + count, 0);
  expect(trials).toBeLessThanOrEqual(CAP);
  expect(CAP - trials).toBeLessThan(REPLICATES);
  const whole = Array.from({ length: Math.floor(n.length / LAG) }, (_, i) => n.slice(i * LAG, (i + 1) * LAG));
  expect(whole.some((block) => block.every((count) => count === 2))).toBe(true);
});
