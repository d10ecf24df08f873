import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from '@latentsweep/bus/fixtures';
import { openStore, type Store } from '@latentsweep/store';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster, endAll } from './faults/harness/cluster.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** Of a machine that has other work. */
const PATIENCE_MS = 180_000;

const DATA = 'dataset: { kind: simulated, train: 400, validation: 200, test: 200 }';

/** What decides by results alone: races, of a grid and of a search that learns, and a target. */
const SWEEPS = {
  raced: `
name: raced
method: grid
metric: { name: test_accuracy }
replicates: 4
race: true
${DATA}
parameters:
  arm: { values: [oversample, smote, vae_mixing] }
  minority_rate: { values: [0.1, 0.5] }
  learning_rate: { values: [0.0001, 0.003, 0.03] }
  epochs: { values: [1, 3] }
`,
  learning: `
name: learning
method: bayes
lag: 4
metric: { name: test_accuracy }
replicates: 4
race: true
run_cap: 96
baselines: false
${DATA}
parameters:
  arm: { values: [smote, vae_mixing] }
  minority_rate: { min: 0.05, max: 0.5 }
  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
  epochs: { value: 3 }
`,
  aimed: `
name: aimed
method: random
metric: { name: test_accuracy, target: 0.682 }
replicates: 4
run_cap: 96
seed: 3
baselines: false
${DATA}
parameters:
  arm: { values: [smote, vae_mixing] }
  minority_rate: { min: 0.05, max: 0.5 }
  learning_rate: { distribution: log_uniform_values, min: 0.0001, max: 0.1 }
  epochs: { value: 3 }
`,
} as const;

type Name = keyof typeof SWEEPS;
const NAMES = Object.keys(SWEEPS) as Name[];

const nats = await findNatsServer();
const postgres = await startPostgres();
const missing = typeof postgres === 'string' ? postgres : nats.path === null ? nats.reason : null;
if (missing !== null && process.env['CI']) throw new Error(missing);

let place: Workplace;
/** What one thread decides that nobody disturbs. */
const expected = new Map<Name, unknown>();

beforeAll(async () => {
  place = await openWorkplace();
  for (const name of NAMES) {
    await place.write(`${name}.yaml`, SWEEPS[name]);
    expect(await run('whole', name, 1).ended).toMatchObject({ code: 0 });
    expected.set(name, await inStore('whole', (store) => outcome(store, name)));
  }
}, PATIENCE_MS);
afterAll(async () => {
  await endAll();
  await place.remove();
  if (typeof postgres !== 'string') await postgres.remove();
});

const run = (store: string, name: Name, slots: number) =>
  place.start('run', `${name}.yaml`, '--slots', String(slots), '--store', store, '--bus', 'none');

async function inStore<T>(name: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ location: join(place.folder, name) });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** All that was decided and why; of what a target cut short, not what had been begun behind it. */
async function outcome(store: Store, name: Name) {
  const { id, state, reason } = (await store.findSweep(name)).sweep;
  const { rows } = await store.query(
    `select rung, config_hash, kept, reason, judged_by, best, behind, p, level from decisions
     where sweep_id = ${id} order by rung, config_hash`,
  );
  const told = { state, reason: reason?.replace(/; .*/, '') ?? null, decisions: rows };
  return name === 'aimed' ? told : { ...told, checksum: await store.checksum(id) };
}

async function reach(store: Store, name: Name, count: number): Promise<void> {
  const { id } = (await store.findSweep(name)).sweep;
  while ((await store.counts(id)).completed < count) await sleep(10);
}

async function ended(store: Store, name: Name): Promise<void> {
  while ((await store.findSweep(name)).sweep.state === 'running') await sleep(20);
}

test('one thread drops some configs by a race, and stops at a target', () => {
  for (const name of ['raced', 'learning'] as const) {
    const { decisions } = expected.get(name) as Awaited<ReturnType<typeof outcome>>;
    const dropped = decisions.filter(([, , kept]) => !kept);
    expect(dropped.length).toBeGreaterThan(0);
    expect(dropped.length).toBeLessThan(decisions.length);
  }
  expect(expected.get('aimed')).toMatchObject({
    state: 'completed',
    reason: expect.stringContaining('0.682'),
  });
});

test.each(NAMES)(
  '%s: eight threads, killed on the way, decide the same',
  async (name) => {
    const first = run('killed', name, 8);
    await first.says(/trials to do/);
    await inStore('killed', (store) => reach(store, name, 10));
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await run('killed', name, 2).ended).toMatchObject({ code: 0 });
    expect(await inStore('killed', (store) => outcome(store, name))).toEqual(expected.get(name));
  },
  PATIENCE_MS,
);

test.skipIf(missing !== null)(
  'three workers over NATS and Postgres do, whatever dies',
  async () => {
    const cluster = await Cluster.start({
      postgres: postgres as PostgresServer,
      database: 'decisions',
      leaseSeconds: 5,
      // An epoch lasts, so that no worker is done before another has begun.
      plan: { epochMs: 10 },
    });
    const coordinator = cluster.serve();
    for (let i = 0; i < 3; i++) cluster.work();
    await Promise.all(cluster.workers.map((worker) => worker.says('joined')));
    for (const name of NAMES) await cluster.submit(SWEEPS[name]);
    await Promise.all(NAMES.map((name) => reach(cluster.store, name, 10)));
    await Promise.all([coordinator, cluster.workers[0]!].map((part) => part.end('SIGKILL')));
    cluster.serve();
    cluster.work();
    for (const name of NAMES) {
      await ended(cluster.store, name);
      expect(await outcome(cluster.store, name)).toEqual(expected.get(name));
    }
    const { rows } = await cluster.store.query('select count(distinct worker) >= 3 from trials');
    expect(rows).toEqual([[true]]);
    await cluster.remove();
  },
  PATIENCE_MS,
);
