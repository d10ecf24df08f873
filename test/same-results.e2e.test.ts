import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store } from '@latentsweep/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** Every kind of end but failure: training runs with three milestones each, some of which diverge. */
const MIXED = `
name: mixed
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 3
seed: 1
dataset: { kind: simulated, train: 12000, validation: 1000, test: 1000 }
parameters:
  arm: { values: [oversample, smote, vae_mixing, vae_boundary] }
  minority_rate: { values: [0.1, 0.5] }
  latent_size: { values: [2, 4] }
  learning_rate: { values: [0.001, 10] }
  epochs: { values: [1, 3, 6] }
`;
const TRIALS = 216;

let place: Workplace;
/** What one thread finds that nobody disturbs. */
let expected: Awaited<ReturnType<typeof results>>;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('mixed.yaml', MIXED);
  expect(await sweep('whole', 'run', 'mixed.yaml', '--slots', '1').ended).toMatchObject({ code: 0 });
  expected = await results('whole');
});
afterAll(() => place.remove());

const sweep = (store: string, ...args: string[]) => place.start(...args, '--store', store);

async function withStore<T>(name: string, look: (store: Store, sweepId: number) => Promise<T>): Promise<T> {
  const store = await openStore({ location: join(place.folder, name) });
  try {
    return await look(store, (await store.findSweep('mixed')).sweep.id);
  } finally {
    await store.close();
  }
}

const results = (store: string) =>
  withStore(store, async (opened, id) => ({
    checksum: await opened.checksum(id),
    counts: await opened.counts(id),
  }));

async function waitForEnded(store: string, count: number): Promise<void> {
  await withStore(store, async (opened, id) => {
    for (;;) {
      const { completed, diverged } = await opened.counts(id);
      if (completed + diverged >= count) return;
      await sleep(10);
    }
  });
}

/** When each trial ended, by config and replicate. */
const endings = (store: string) =>
  withStore(store, async (opened) => {
    const { rows } = await opened.query(
      "select config_hash || '.' || replicate, finished_at::text from trials where finished_at is not null",
    );
    return new Map(rows as [string, string][]);
  });

test('all trials end, some of them as diverged', () => {
  expect(expected.counts).toMatchObject({ queued: 0, running: 0, failed: 0, cancelled: 0 });
  expect(expected.counts.completed + expected.counts.diverged).toBe(TRIALS);
  expect(expected.counts.diverged).toBeGreaterThan(0);
});

test('two threads, killed twice on the way, find the identical table of results', async () => {
  const first = sweep('killed', 'run', 'mixed.yaml', '--slots', '2');
  await first.says(/trials to do/);
  await waitForEnded('killed', 20);
  first.child.kill('SIGKILL');
  await first.ended;
  const afterFirst = await endings('killed');
  const second = sweep('killed', 'resume', 'mixed', '--slots', '1');
  await waitForEnded('killed', 100);
  second.child.kill('SIGKILL');
  await second.ended;
  const afterSecond = await endings('killed');
  expect(afterSecond.size).toBeLessThan(TRIALS);
  const last = sweep('killed', 'resume', 'mixed', '--slots', '2');
  expect(await last.ended).toMatchObject({ code: 0 });

  expect(await results('killed')).toEqual(expected);
  const atLast = await endings('killed');
  expect(atLast.size).toBe(TRIALS);
  for (const before of [afterFirst, afterSecond]) {
    expect(before.size).toBeGreaterThan(0);
    for (const [trial, at] of before) expect(atLast.get(trial), trial).toBe(at);
  }
});

test('a sweep outlives its store, killed twice on the way, and finds the identical table of results', async () => {
  const running = sweep('storeless', 'run', 'mixed.yaml', '--slots', '2');
  await running.says(/trials to do/);
  const killed = new Set<number>();
  for (const ended of [20, 100]) {
    await waitForEnded('storeless', ended);
    const { pid } = JSON.parse(await readFile(join(place.folder, 'storeless', 'server.json'), 'utf8'));
    process.kill(pid, 'SIGKILL');
    killed.add(pid);
  }
  expect(killed.size).toBe(2);
  expect(running.child.exitCode).toBeNull();
  expect(await running.ended).toMatchObject({ code: 0 });
  expect(await results('storeless')).toEqual(expected);
});
