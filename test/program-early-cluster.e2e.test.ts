/** Programs that are stopped at steps, on a cluster whose parts die. */

import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from '@latentsweep/bus/fixtures';
import { openStore, type Store } from '@latentsweep/store';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Cluster, endAll } from './faults/harness/cluster.ts';
import { EARLY_SWEEP, STEPS } from './programs.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

const PATIENCE_MS = 240_000;
const SWEEP = EARLY_SWEEP.replace('replicates: 1', 'replicates: 2');

const nats = await findNatsServer();
const postgres = await startPostgres();
const missing = typeof postgres === 'string' ? postgres : nats.path === null ? nats.reason : null;
if (missing !== null && process.env['CI']) throw new Error(missing);

let place: Workplace;
let expected: Awaited<ReturnType<typeof outcome>>;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('train.sh', STEPS);
  await place.write('early.yaml', SWEEP);
  const run = await place.start('run', 'early.yaml', '--trust', '--slots', '1', '--store', 'alone').ended;
  expect(run).toMatchObject({ code: 0 });
  const store = await openStore({ location: join(place.folder, 'alone') });
  expected = await outcome(store);
  await store.close();
}, PATIENCE_MS);
afterAll(async () => {
  await endAll();
  await place.remove();
  if (typeof postgres !== 'string') await postgres.remove();
});

/** All that was decided and why, and how each trial ended. */
async function outcome(store: Store) {
  const { id, state } = (await store.findSweep('early')).sweep;
  const { rows: decisions } = await store.query(
    `select rung, epochs, config_hash, kept, reason, behind, value, threshold from decisions
     where sweep_id = ${id} order by epochs, config_hash`,
  );
  const { rows: trials } = await store.query(
    'select a, replicate, state, loss from sweep_early order by a, replicate',
  );
  const { rows: curves } = await store.query(
    `select s.a, s.replicate, c.steps, c.values from sweep_early s join program_curves c on c.trial_id = s.id
     where c.name = 'loss' order by 1, 2`,
  );
  return { state, decisions, trials, curves };
}

async function decided(store: Store, band: number): Promise<void> {
  const { id } = (await store.findSweep('early')).sweep;
  while (!(await store.decidedRungs(id)).some(({ epochs }) => epochs === band)) await sleep(20);
}

test('one slot alone stops those that are behind', () => {
  expect(expected.state).toBe('completed');
  expect(expected.decisions).toHaveLength(9 + 4);
  const states = expected.trials.map(([a, replicate, state]) => [a, replicate, state]);
  expect(states.filter(([, , state]) => state === 'completed')).toEqual([
    [1, 1, 'completed'],
    [1, 2, 'completed'],
    [2, 1, 'completed'],
    [2, 2, 'completed'],
  ]);
});

test.skipIf(missing !== null).each(['false', 'true'])(
  'three workers over NATS and Postgres do the same, whatever dies (checkpoint: %s)',
  async (checkpoint) => {
    const cluster = await Cluster.start({
      ...{ postgres: postgres as PostgresServer, database: `early_${checkpoint}`, leaseSeconds: 5, plan: {} },
    });
    const programs = join(cluster.folder, 'programs.yaml');
    await writeFile(join(cluster.folder, 'train.sh'), STEPS.replace(':-0.01', ':-0.1'));
    await writeFile(programs, `programs: { train.sh: { checkpoint: ${checkpoint} } }\n`);
    await chmod(programs, 0o600);
    const work = () => cluster.work({ args: ['--programs', programs] });
    const coordinator = cluster.serve();
    const workers = [work(), work(), work()];
    await Promise.all(workers.map((worker) => worker.says('joined')));
    await cluster.submit(SWEEP);
    await decided(cluster.store, 2);
    // In the midst of what goes on.
    await sleep(200);
    await Promise.all([coordinator, workers[0]!].map((part) => part.end('SIGKILL')));
    cluster.serve();
    work();
    await decided(cluster.store, 6);
    await workers[1]!.end('SIGKILL');
    work();
    while ((await cluster.store.findSweep('early')).sweep.state === 'running') await sleep(50);
    expect(await outcome(cluster.store)).toEqual(expected);
    const { rows } = await cluster.store.query('select count(distinct worker) >= 2 from trials');
    expect(rows).toEqual([[true]]);
    await cluster.remove();
  },
  PATIENCE_MS,
);
