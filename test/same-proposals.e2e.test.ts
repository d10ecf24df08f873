import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from '@latentsweep/bus/fixtures';
import { openStore, type Store } from '@latentsweep/store';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cluster, endAll } from './faults/harness/cluster.ts';
import {
  imageLearningSweep,
  learningSweep,
  racedLearningSweep,
  stoppedLearningSweep,
  writeSweep,
} from './faults/harness/sweeps.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const CAP = 108;
const SWEEPS = {
  learning: learningSweep,
  blocks: racedLearningSweep,
  stopped: stoppedLearningSweep,
  images: imageLearningSweep,
};

const nats = await findNatsServer();
const postgres = await startPostgres();
const missing = typeof postgres === 'string' ? postgres : nats.path === null ? nats.reason : null;
if (missing !== null && process.env['CI']) throw new Error(missing);

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(async () => {
  await endAll();
  await place.remove();
  if (typeof postgres !== 'string') await postgres.remove();
});

const run = (name: string, store: string, slots: number) =>
  place.start('run', `${name}.yaml`, '--slots', String(slots), '--store', store, '--bus', 'none');

async function inStore<T>(name: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ location: join(place.folder, name) });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** What was proposed in which order and why, what a race or a band decided of it, and what came of it. */
async function outcome(store: Store, name: string) {
  const { id } = (await store.findSweep(name)).sweep;
  const proposals = await store.query(
    `select place, config_hash, reason, (select count(*) from trial_rows t where t.config_id = c.id) as trials, config ->> 'arm'
     from configs c where sweep_id = ${id} order by place`,
  );
  const decisions = await store.query(
    `select rung, epochs, config_hash, kept, reason, best, p from decisions where sweep_id = ${id} order by 1, 2, 3`,
  );
  return { proposals: proposals.rows, decisions: decisions.rows, checksum: await store.checksum(id) };
}

async function reach(store: Store, name: string, count: number): Promise<void> {
  const { id } = (await store.findSweep(name)).sweep;
  for (;;) {
    const { completed, pruned, diverged } = await store.counts(id);
    if (completed + pruned + diverged >= count) return;
    await sleep(10);
  }
}

describe.each(Object.keys(SWEEPS) as (keyof typeof SWEEPS)[])('%s', (name) => {
  /** What one thread proposes and finds that nobody disturbs. */
  let expected: Awaited<ReturnType<typeof outcome>>;

  beforeAll(async () => {
    await writeSweep(place.folder, SWEEPS[name](), `${name}.yaml`);
    expect(await run(name, `${name}-whole`, 1).ended).toMatchObject({ code: 0 });
    expected = await inStore(`${name}-whole`, (store) => outcome(store, name));
  });

  test('one thread learns from its results', () => {
    const { proposals, decisions } = expected;
    expect(proposals.map(([at]) => at)).toEqual(proposals.map((_, i) => i));
    const learned = proposals.filter(([, , reason]) =>
      String(reason).includes('its expected improvement is'),
    );
    expect(learned.length).toBeGreaterThan(proposals.length / 4);
    expect(new Set(proposals.map((row) => row[4])).size).toBe(name === 'images' ? 4 : 2);
    expect(proposals.reduce((sum, row) => sum + Number(row[3]), 0)).toBeLessThanOrEqual(CAP);
    expect(decisions.some(([, , , kept]) => kept === false)).toBe(name === 'blocks' || name === 'stopped');
  });

  test('eight threads that are killed on the way propose and find the same', async () => {
    const first = run(name, `${name}-killed`, 8);
    await first.says(/trials to do/);
    await inStore(`${name}-killed`, (store) => reach(store, name, CAP / 2));
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await run(name, `${name}-killed`, 2).ended).toMatchObject({ code: 0 });
    expect(await inStore(`${name}-killed`, (store) => outcome(store, name))).toEqual(expected);
  });

  test.skipIf(missing !== null)('so do three workers over NATS and Postgres', async () => {
    const cluster = await Cluster.start({
      postgres: postgres as PostgresServer,
      database: `proposals_${name}`,
      leaseSeconds: 20,
      // An epoch lasts, so that no worker is done before another has begun.
      plan: { epochMs: 10 },
    });
    cluster.serve();
    for (let i = 0; i < 3; i++) cluster.work();
    await Promise.all(cluster.workers.map((worker) => worker.says('joined')));
    await cluster.submit(SWEEPS[name]());
    const trials = expected.proposals.reduce((sum, row) => sum + Number(row[3]), 0);
    await reach(cluster.store, name, trials);
    expect(await outcome(cluster.store, name)).toEqual(expected);
    const { rows } = await cluster.store.query('select count(distinct worker) from trials');
    expect(rows).toEqual([[3]]);
    await cluster.remove();
  });
});
