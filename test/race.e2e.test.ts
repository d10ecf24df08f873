import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store } from '@latentsweep/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** Rates of learning so far apart that two replicates tell them, in runs of two milestones each. */
const RACED = `
name: raced
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 6
race: { rungs: [2, 4] }
seed: 1
dataset: { kind: simulated, train: 2000, validation: 1000, test: 1000 }
parameters:
  arm: { values: [oversample, smote, vae_mixing] }
  minority_rate: { values: [0.1, 0.5] }
  latent_size: { values: [2, 4] }
  learning_rate: { values: [0.0001, 0.003, 0.03] }
  epochs: { values: [1, 3] }
`;
/** 2 rates, 3 rates of learning and 2 milestones, of two arms without a VAE and of one with two sizes. */
const CONFIGS = 2 * 3 * 2 * (1 + 1 + 2);

let place: Workplace;
/** What one thread does that nobody disturbs. */
let expected: Awaited<ReturnType<typeof outcome>>;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('raced.yaml', RACED);
  expect(await sweep('whole', 'run', 'raced.yaml', '--slots', '1').ended).toMatchObject({ code: 0 });
  expected = await outcome('whole');
});
afterAll(() => place.remove());

const sweep = (store: string, ...args: string[]) => place.start(...args, '--store', store);

async function withStore<T>(name: string, look: (store: Store, sweepId: number) => Promise<T>): Promise<T> {
  const store = await openStore({ location: join(place.folder, name) });
  try {
    return await look(store, (await store.findSweep('raced')).sweep.id);
  } finally {
    await store.close();
  }
}

/** All that a sweep found and decided. */
const outcome = (store: string) =>
  withStore(store, async (opened, id) => ({
    checksum: await opened.checksum(id),
    decisions: (
      await opened.query(
        `select rung, config_hash, kept, reason, judged_by, best, behind, p, level from decisions
         where sweep_id = ${id} order by rung, config_hash`,
      )
    ).rows,
  }));

test('a race drops some, never what others are compared with, and says why', async () => {
  const { decisions } = expected;
  const dropped = decisions.filter(([, , kept]) => !kept);
  expect(decisions.filter(([rung]) => rung === 2)).toHaveLength(CONFIGS);
  expect(dropped.length).toBeGreaterThan(0);
  expect(dropped.every(([, , , reason]) => /behind the best/.test(String(reason)))).toBe(true);
  await withStore('whole', async (store, id) => {
    const { rows } = await store.query(
      `select config ->> 'arm', n, pruned_at from leaderboard where sweep_id = ${id}`,
    );
    expect(rows.every(([arm, n, pruned]) => n === (arm === 'oversample' ? 6 : (pruned ?? 6)))).toBe(true);
    expect((await store.counts(id)).completed).toBe(rows.reduce((sum, [, n]) => sum + Number(n), 0));
  });
  const shown = await sweep('whole', 'show', 'raced').ended;
  expect(shown.out).toMatch(
    /race\s+\d+ of 48 configs dropped after 2 replicates, \d+ of \d+ configs dropped/,
  );
  const why = await sweep('whole', 'explain', 'raced').ended;
  expect(why.out).toMatch(/^After 2 replicates \d+ of 48 configs go on\./);
  expect(
    why.out.split('\n').filter((line) => /^[0-9a-f]{8} {2}(kept|dropped): After 2/.test(line)),
  ).toHaveLength(20);
  const [, hash, , own] = dropped[0]!;
  const one = await sweep('whole', 'explain', 'raced', String(hash).slice(0, 12)).ended;
  expect(one.out).toBe(`dropped: ${own}\n`);
  const listed = await sweep('whole', 'list').ended;
  expect(listed.out).toMatch(/ (\d+)\/\1 /);
  const plan = await sweep('planned', 'plan', 'raced.yaml').ended;
  expect(plan.out).toMatch(/race\s+after 2, 4 of 6 replicates, by val_accuracy: \d+ trials at least/);
});

test('two threads, killed in a rung and behind a decision, find and decide the same', async () => {
  const first = sweep('killed', 'run', 'raced.yaml', '--slots', '2');
  await first.says(/raced: 288 trials to do/);
  await reach('killed', 40);
  first.child.kill('SIGKILL');
  await first.ended;
  const second = sweep('killed', 'run', 'raced.yaml', '--slots', '2');
  await second.says(/The race over replicates: after 2 replicates/);
  second.child.kill('SIGKILL');
  await second.ended;
  expect(await sweep('killed', 'run', 'raced.yaml', '--slots', '2').ended).toMatchObject({ code: 0 });
  expect(await outcome('killed')).toEqual(expected);
});

test('more replicates are a sweep of their own, which takes over what there is and decides anew', async () => {
  const ended = await sweep('whole', 'run', 'raced.yaml', '--replicates', '9', '--slots', '2').ended;
  expect(ended.code).toBe(0);
  await withStore('whole', async (store, id) => {
    const counts = await store.counts(id);
    // All of the first rung at least.
    expect(counts.reused).toBeGreaterThanOrEqual(2 * CONFIGS);
    expect((await store.decidedRungs(id)).map(({ rung }) => rung)).toEqual([2, 4]);
    const { rows } = await store.query(`select max(n) from leaderboard where sweep_id = ${id}`);
    expect(rows).toEqual([[9]]);
  });
});

test('--no-race is a sweep of its own that runs what the race saved', async () => {
  const ended = await sweep('whole', 'run', 'raced.yaml', '--no-race', '--slots', '2').ended;
  expect(ended.code).toBe(0);
  await withStore('whole', async (store, id) => {
    expect(await store.counts(id)).toMatchObject({ completed: 6 * CONFIGS, queued: 0 });
    expect(await store.decidedRungs(id)).toEqual([]);
  });
});

async function reach(store: string, count: number): Promise<void> {
  await withStore(store, async (opened, id) => {
    while ((await opened.counts(id)).completed < count) await sleep(10);
  });
}
