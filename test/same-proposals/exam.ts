import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from '@latentsweep/bus/fixtures';
import { openStore, type Store } from '@latentsweep/store';
import { type PostgresServer, startPostgres } from '@latentsweep/store/fixtures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cluster, endAll } from '../faults/harness/cluster.ts';
import { writeSweep } from '../faults/harness/sweeps.ts';
import { openWorkplace, type Workplace } from '../sweep-process.ts';

const CAP = 108;
/** Beside other files that keep the cores busy, a dozen processes start slowly. */
const WITHIN_MS = 180_000;

export interface Learning {
  /** The sweep's, as `text` has it. */
  readonly name: string;
  readonly text: string;
  readonly arms: number;
  /** Whether a race or a band gives configs up on the way. */
  readonly givesUp: boolean;
}

/** A search that learns proposes and finds the same on one thread, on several that are killed, and on a cluster. */
export async function examineProposals({ name, text, arms, givesUp }: Learning): Promise<void> {
  const nats = await findNatsServer();
  const postgres = await startPostgres();
  const missing = typeof postgres === 'string' ? postgres : nats.path === null ? nats.reason : null;
  if (missing !== null && process.env['CI']) throw new Error(missing);

  describe(name, { timeout: WITHIN_MS }, () => {
    let place: Workplace;
    /** What one thread proposes and finds that nobody disturbs. */
    let expected: Awaited<ReturnType<typeof outcome>>;

    beforeAll(async () => {
      place = await openWorkplace();
      await writeSweep(place.folder, text);
      expect(await run('whole', 1).ended).toMatchObject({ code: 0 });
      expected = await inStore('whole', (store) => outcome(store, name));
    }, WITHIN_MS);
    afterAll(async () => {
      await endAll();
      await place.remove();
      if (typeof postgres !== 'string') await postgres.remove();
    });

    const run = (store: string, slots: number) =>
      place.start('run', 'sweep.yaml', '--slots', String(slots), '--store', store, '--bus', 'none');

    async function inStore<T>(folder: string, look: (store: Store) => Promise<T>): Promise<T> {
      const store = await openStore({ location: join(place.folder, folder) });
      try {
        return await look(store);
      } finally {
        await store.close();
      }
    }

    test('one thread learns from its results', () => {
      const { proposals, decisions, failed } = expected;
      expect(failed).toBe(0);
      expect(proposals.map(([at]) => at)).toEqual(proposals.map((_, i) => i));
      const learned = proposals.filter(([, , reason]) =>
        String(reason).includes('its expected improvement is'),
      );
      expect(learned.length).toBeGreaterThan(proposals.length / 4);
      expect(new Set(proposals.map((row) => row[4])).size).toBe(arms);
      expect(proposals.reduce((sum, row) => sum + Number(row[3]), 0)).toBeLessThanOrEqual(CAP);
      expect(decisions.some(([, , , kept]) => kept === false)).toBe(givesUp);
    });

    test('four threads that are killed on the way, and two after them, propose and find the same', async () => {
      const first = run('killed', 4);
      await first.says(/trials to do/);
      await inStore('killed', (store) => reach(store, name, CAP / 2));
      first.child.kill('SIGKILL');
      await first.ended;
      expect(await run('killed', 2).ended).toMatchObject({ code: 0 });
      expect(await inStore('killed', (store) => outcome(store, name))).toEqual(expected);
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
      await Promise.all(cluster.workers.map((worker) => worker.says('joined', 1, WITHIN_MS)));
      await cluster.submit(text);
      const trials = expected.proposals.reduce((sum, row) => sum + Number(row[3]), 0);
      await reach(cluster.store, name, trials);
      expect(await outcome(cluster.store, name)).toEqual(expected);
      const { rows } = await cluster.store.query('select count(distinct worker) from trials');
      expect(rows).toEqual([[3]]);
      await cluster.remove();
    });
  });
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
  const [{ failed }, checksum] = [await store.counts(id), await store.checksum(id)];
  return { proposals: proposals.rows, decisions: decisions.rows, failed, checksum };
}

async function reach(store: Store, name: string, count: number): Promise<void> {
  const { id } = (await store.findSweep(name)).sweep;
  for (;;) {
    const { completed, pruned, diverged } = await store.counts(id);
    if (completed + pruned + diverged >= count) return;
    await sleep(50);
  }
}
