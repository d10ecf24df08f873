import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from '@latentsweep/bus/fixtures';
import { openStore, type Store } from '@latentsweep/store';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster, endAll } from './faults/harness/cluster.ts';
import { learningSweep } from './faults/harness/sweeps.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const CONFIGS = 36;
const REPLICATES = 3;

const nats = await findNatsServer();
const postgres = await startPostgres();
const missing = typeof postgres === 'string' ? postgres : nats.path === null ? nats.reason : null;
if (missing !== null && process.env['CI']) throw new Error(missing);

let place: Workplace;
/** What one thread proposes and finds that nobody disturbs. */
let expected: Awaited<ReturnType<typeof outcome>>;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('learning.yaml', learningSweep());
  expect(await run('whole', 1).ended).toMatchObject({ code: 0 });
  expected = await inStore('whole', outcome);
});
afterAll(async () => {
  await endAll();
  await place.remove();
  if (typeof postgres !== 'string') await postgres.remove();
});

const run = (store: string, slots: number) =>
  place.start('run', 'learning.yaml', '--slots', String(slots), '--store', store, '--bus', 'none');

async function inStore<T>(name: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ location: join(place.folder, name) });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** What was proposed in which order and why, and what came of it. */
async function outcome(store: Store) {
  const { id } = (await store.findSweep('learning')).sweep;
  const proposals = await store.query(
    `select (t.number - 1) / ${REPLICATES} as place, c.config_hash, c.reason
     from trial_rows t join configs c on c.id = t.config_id
     where t.sweep_id = ${id} and t.replicate = 1 order by t.number`,
  );
  return { proposals: proposals.rows, checksum: await store.checksum(id) };
}

async function reach(store: Store, count: number): Promise<void> {
  const { id } = (await store.findSweep('learning')).sweep;
  for (;;) {
    const { completed, diverged } = await store.counts(id);
    if (completed + diverged >= count) return;
    await sleep(10);
  }
}

test('one thread learns from its results', () => {
  const { proposals } = expected;
  expect(proposals.map(([at]) => at)).toEqual(Array.from({ length: CONFIGS }, (_, i) => i));
  const learned = proposals.filter(([, , reason]) => String(reason).includes('its expected improvement is'));
  expect(learned.length).toBeGreaterThan(CONFIGS / 4);
});

test('eight threads that are killed on the way propose and find the same', async () => {
  const first = run('killed', 8);
  await first.says(/trials to do/);
  await inStore('killed', (store) => reach(store, (CONFIGS * REPLICATES) / 2));
  first.child.kill('SIGKILL');
  await first.ended;
  expect(await run('killed', 2).ended).toMatchObject({ code: 0 });
  expect(await inStore('killed', outcome)).toEqual(expected);
});

test.skipIf(missing !== null)('so do three workers over NATS and Postgres', async () => {
  const cluster = await Cluster.start({
    postgres: postgres as PostgresServer,
    database: 'proposals',
    leaseSeconds: 20,
    // An epoch lasts, so that no worker is done before another has begun.
    plan: { epochMs: 10 },
  });
  cluster.serve();
  for (let i = 0; i < 3; i++) cluster.work();
  await Promise.all(cluster.workers.map((worker) => worker.says('joined')));
  await cluster.submit(learningSweep());
  await reach(cluster.store, CONFIGS * REPLICATES);
  expect(await outcome(cluster.store)).toEqual(expected);
  const { rows } = await cluster.store.query('select count(distinct worker) from trials');
  expect(rows).toEqual([[3]]);
  await cluster.remove();
});
