import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore, type Store } from '@latentsweep/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** As W&B has it, over our parameters: blocks of 6 proposals and baselines, judged after 1 and 3 epochs of 9. */
const FILE = `
program: train.py
name: stopped
method: bayes
metric: { name: val_accuracy, goal: maximize }
run_cap: 36
early_terminate: { type: hyperband, min_iter: 1, eta: 3 }
parameters:
  arm: { value: smote }
  epochs: { value: 9 }
  learning_rate: { distribution: log_uniform_values, min: 0.00001, max: 0.1 }
  minority_rate: { min: 0.05, max: 0.5 }
replicates: 2
lag: 6
dataset: { kind: simulated, train: 2000, validation: 1000, test: 1000 }
`;
/** Beside as many baselines, which others are compared with. */
const JUDGED = 9;

let place: Workplace;
/** What one thread does that nobody disturbs. */
let expected: Awaited<ReturnType<typeof outcome>>;
let said: string;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('stopped.yaml', FILE);
  const ended = await sweep('whole', 'run', 'stopped.yaml', '--slots', '1').ended;
  expect(ended).toMatchObject({ code: 0 });
  said = ended.err;
  expected = await outcome('whole');
});
afterAll(() => place.remove());

const sweep = (store: string, ...args: string[]) => place.start(...args, '--store', store);

async function withStore<T>(name: string, look: (store: Store, sweepId: number) => Promise<T>): Promise<T> {
  const store = await openStore({ location: join(place.folder, name) });
  try {
    return await look(store, (await store.findSweep('stopped')).sweep.id);
  } finally {
    await store.close();
  }
}

/** All that a sweep proposed, found and decided. */
const outcome = (store: string) =>
  withStore(store, async (opened, id) => ({
    checksum: await opened.checksum(id),
    decisions: (
      await opened.query(
        `select epochs, config_hash, kept, reason, behind, value, threshold from decisions
         where sweep_id = ${id} order by epochs, config_hash`,
      )
    ).rows,
  }));

test('a file of W&B’s runs as it is, stops what is worse at its bands, and says why', async () => {
  expect(said).toContain('`program` has no effect here');
  expect(said).not.toContain('early_terminate');
  const { decisions } = expected;
  const [first, second] = [1, 3].map((band) => decisions.filter(([epochs]) => epochs === band));
  expect(first).toHaveLength(JUDGED);
  const keptOf = (rows: typeof decisions) => rows.filter(([, , kept]) => kept).length;
  expect(second).toHaveLength(keptOf(first!));
  expect(keptOf(second!)).toBeLessThan(JUDGED);
  for (const [, , kept, reason, behind] of decisions) {
    expect(reason).toMatch(
      /^After \d epochs? its val_accuracy is 0\.\d+, (no )?worse than the 0\.\d+ that is place \d+ of \d+\.$/,
    );
    expect(Number(behind) > 0).toBe(!kept);
  }
  await withStore('whole', async (store, id) => {
    const stopped = JUDGED - keptOf(second!);
    expect(await store.counts(id)).toMatchObject({
      ...{ pruned: 2 * stopped, completed: 36 - 2 * stopped, failed: 0, waiting: 0 },
    });
    const { rows } = await store.query(
      `select c.config_hash, t.state, coalesce(array_length(k.val_classifier_loss, 1), 0) as epochs
       from trials t join curves k on k.trial_id = t.id join leaderboard c on c.config_hash = t.config_hash and c.sweep_id = t.sweep_id
       where t.sweep_id = ${id}`,
    );
    const last = new Map(decisions.map(([epochs, hash, kept]) => [hash, kept ? 9 : epochs]));
    expect(rows).toHaveLength(36);
    for (const [hash, state, epochs] of rows) {
      const until = last.get(hash) ?? 9;
      expect([state, epochs]).toEqual([until === 9 ? 'completed' : 'pruned', until]);
    }
    const best = await store.bestConfig(id);
    expect(last.get(best!.hash) ?? 9).toBe(9);
  });
});

test('the commands tell of it', async () => {
  const shown = await sweep('whole', 'show', 'stopped').ended;
  expect(shown.out).toMatch(/\d+ completed, \d+ pruned/);
  expect(shown.out).toMatch(
    /early end\s+hyperband: \d+ of 9 configs stopped after 1 epoch, \d+ of \d+ configs/,
  );
  const why = await sweep('whole', 'explain', 'stopped').ended;
  expect(why.out).toMatch(/^After 1 epoch \d+ of 9 configs go on\./);
  const [, hash, , reason] = expected.decisions.find(([, , kept]) => !kept)!;
  const one = await sweep('whole', 'explain', 'stopped', String(hash).slice(0, 12)).ended;
  expect(one.out).toContain(`stopped: ${reason}\n`);
  const plan = await sweep('planned', 'plan', 'stopped.yaml').ended;
  expect(plan.out).toMatch(
    /early end\s+hyperband with eta 3, after 1, 3 epochs by val_accuracy \(strict: true\): about \d+% of the epochs, and \d+% if/,
  );
  const trials = await sweep('whole', 'trials', 'stopped', '--state', 'pruned').ended;
  expect(trials.out).toContain('pruned');
});

test('two threads, killed before a band and behind a decision, find and decide the same', async () => {
  const first = sweep('killed', 'run', 'stopped.yaml', '--slots', '2');
  await first.says(/stopped: 36 trials to do/);
  await reach('killed');
  first.child.kill('SIGKILL');
  await first.ended;
  const second = sweep('killed', 'run', 'stopped.yaml', '--slots', '2');
  await second.says(/Early termination: after \d epochs?/);
  second.child.kill('SIGKILL');
  await second.ended;
  expect(await sweep('killed', 'run', 'stopped.yaml', '--slots', '2').ended).toMatchObject({ code: 0 });
  expect(await outcome('killed')).toEqual(expected);
});

test('--no-race is a sweep of its own, which trains all to the end and takes over what was', async () => {
  expect(await sweep('whole', 'run', 'stopped.yaml', '--no-race', '--slots', '2').ended).toMatchObject({
    code: 0,
  });
  await withStore('whole', async (store, id) => {
    expect(await store.counts(id)).toMatchObject({ completed: 36, pruned: 0, queued: 0 });
    expect((await store.counts(id)).reused).toBeGreaterThan(0);
    expect(await store.decidedRungs(id)).toEqual([]);
  });
});

/** Until some trial waits at a band, or has passed one. */
async function reach(store: string): Promise<void> {
  await withStore(store, async (opened, id) => {
    for (;;) {
      const { waiting, pruned, completed } = await opened.counts(id);
      if (waiting + pruned + completed > 0) return;
      await sleep(10);
    }
  });
}
