/** A search that learns, through the coordinator and from a real store: what it proposes depends on results alone. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBus, type Delivery, type Job, MESSAGE_VERSION, packSpec } from '@latentsweep/bus';
import type { Values } from '@latentsweep/core';
import { openStore, type Store, type Sweep } from '@latentsweep/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { coordinate } from '../coordinate/coordinate.ts';
import { completed } from '../coordinate/fixtures/fake-worker.ts';
import { newSweep as sample, spec } from '../coordinate/fixtures/sweep.ts';
import type { Searcher } from '../port.ts';
import { define } from '../sweep-file/fixtures.ts';
import { examineSearcher } from './exam.ts';
import { localSearch } from './fixtures/local-search.ts';
import { createSearcher } from './searcher.ts';

const CONFIGS = 30;
const definition = define(
  'learning_rate: { min: 0.001, max: 1.0 }\nminority_rate: { min: 0.1, max: 1.0 }\narm: { value: oversample }',
  `method: random\nreplicates: 2\nrun_cap: ${2 * CONFIGS}`,
);

for (const lookahead of [0, 4, 9]) {
  const create = (given: typeof definition) => localSearch(given, lookahead);
  examineSearcher(`a search ${lookahead} ahead of its results`, definition, create, CONFIGS);
}

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'learning-'));
  store = await openStore({ location: folder, lingerMs: 0 });
});
afterAll(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

const SEARCHES: Readonly<Record<string, () => Searcher>> = {
  'a local search': () => localSearch(definition, 4),
  bayes: () => createSearcher({ ...definition, method: 'bayes', baselines: true, lag: 8 }),
  'bayes by two objectives': () =>
    createSearcher({ ...definition, method: 'bayes', lag: 8, metrics: METRICS }),
};

const METRICS = [
  { name: 'test_accuracy', goal: 'maximize' },
  { name: 'val_ece', goal: 'minimize' },
] as const;

interface Made {
  readonly searches: string;
  readonly sweep: Sweep;
}

/** `train`: rows of its data. Sweeps on the same data take results over from each other. */
async function newSweep(searches: string, name: string, train: number): Promise<Made> {
  const datasetSpec = { ...spec, train };
  const datasetFingerprint = packSpec(datasetSpec).sha256;
  const objectives = searches.includes('objectives') ? { definition: { metrics: METRICS } } : {};
  const given = { ...sample, ...objectives, name, definitionHash: `${searches} ${name}` };
  const { sweep } = await store.createSweep({ ...given, datasetSpec, datasetFingerprint });
  return { searches, sweep };
}

/** Runs a sweep; its jobs end in any order. */
async function run(
  { searches, sweep }: Made,
  { slots, on = store }: { readonly slots: number; readonly on?: Store },
) {
  const bus = createMemoryBus();
  const ended = new AbortController();
  const { signal } = new AbortController();
  const worker = work(bus, slots, ended.signal);
  try {
    return await coordinate({
      ...{ store: on, bus, sweep, definition, signal, searcher: SEARCHES[searches]!() },
      dataset: { spec: sweep.datasetSpec!, fingerprint: sweep.datasetFingerprint, content: null },
      slots: () => slots,
      onStatus: () => {},
    });
  } finally {
    ended.abort();
    await worker;
    await bus.close();
  }
}

async function work(bus: ReturnType<typeof createMemoryBus>, slots: number, signal: AbortSignal) {
  const held: Delivery<Job>[] = [];
  while (!signal.aborted) {
    held.push(...(await bus.pullJobs(slots - held.length, held.length > 0 ? 0 : 20)));
    const [next] = held.splice(Math.floor(Math.random() * held.length), 1);
    if (!next) continue;
    const { id: jobId, sweepId, config, replicate, milestones } = next.message;
    const [rate, share] = [(config as Values)['learning_rate'] as number, config['minority_rate'] as number];
    const result = completed(1 - (rate - 0.3) ** 2 - (share - 0.2) ** 2 + replicate / 1000, {
      val_ece: (rate - 0.6) ** 2,
    });
    const { trialId, attempt } = milestones[0]!;
    const end = {
      v: MESSAGE_VERSION,
      jobId,
      sweepId,
      trialId,
      attempt,
      result,
      durationMs: 1,
      worker: 'w',
    } as const;
    await bus.publishResult(end);
    await next.ack();
  }
}

/** The store until `calls` calls of `record` were made; then it is as if the process that holds it were killed. */
function dyingAfter(calls: number): Store {
  let left = calls;
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const method = target[name] as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        if (left <= 0) throw new Error('killed');
        if (name === 'record') left -= 1;
        return method(...args);
      };
    },
  });
}

/** All that was proposed, in order, with what came of it. */
const proposed = ({ sweep }: Made) =>
  store.searchHistory(sweep.id, { lookahead: 0, best: 0, spread: Number.MAX_SAFE_INTEGER });

describe.each(Object.keys(SEARCHES))('%s proposes the same', (searches) => {
  const from = 100 * Object.keys(SEARCHES).indexOf(searches);
  let expected: Awaited<ReturnType<typeof proposed>>;
  beforeAll(async () => {
    const sweep = await newSweep(searches, 'alone', from + 10);
    expect(await run(sweep, { slots: 1 })).toMatchObject({ state: 'completed' });
    expected = await proposed(sweep);
    expect(expected?.finished).toHaveLength(CONFIGS);
    expect(expected?.finished.every(({ mean, n }) => mean !== null && n === 2)).toBe(true);
    const others = expected!.finished.flatMap((one) => one.others ?? []);
    expect(others.filter(({ n, mean }) => n === 2 && mean! <= 0)).toHaveLength(
      searches.includes('objectives') ? CONFIGS : 0,
    );
  });

  test('on several slots', async () => {
    const sweep = await newSweep(searches, 'together', from + 20);
    expect(await run(sweep, { slots: 7 })).toMatchObject({ state: 'completed' });
    expect(await proposed(sweep)).toEqual(expected);
  });

  test('where its coordinator is killed and another goes on', async () => {
    const sweep = await newSweep(searches, 'killed', from + 30);
    await expect(run(sweep, { slots: 5, on: dyingAfter(3) })).rejects.toThrow('killed');
    expect((await store.sweep(sweep.sweep.id)).expanded).toBe(false);
    for (const [id, { owner }] of await store.runHolders()) await store.releaseRun(id, owner);
    expect(await run(sweep, { slots: 3 })).toMatchObject({ state: 'completed' });
    expect(await proposed(sweep)).toEqual(expected);
  });

  test('with results that another sweep has', async () => {
    const sweep = await newSweep(searches, 'again', from + 10);
    expect(await run(sweep, { slots: 7 })).toMatchObject({ counts: { reused: 2 * CONFIGS } });
    expect(await proposed(sweep)).toEqual(expected);
  });
});
