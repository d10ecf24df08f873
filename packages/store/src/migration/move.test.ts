import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Connection, connectEmbedded, connectPostgres } from '../connection.ts';
import {
  completed,
  diverged,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from '../exam/samples.ts';
import { testStoreFolder } from '../fixtures/folder.ts';
import { startPostgres } from '../fixtures/postgres.ts';
import { openStore } from '../open.ts';
import type { ClaimedTrial, Store } from '../port.ts';
import { CHECKSUMS, makeOldStore, SHOWN, shown } from './fixtures/old-store.ts';
import { type Move, moveAhead } from './move.ts';

const server = await startPostgres();
afterAll(() => (typeof server === 'string' ? undefined : server.remove()));

/** Empty databases of each kind. */
const KINDS: readonly { readonly kind: string; readonly make: (() => Promise<Empty>) | null }[] = [
  { kind: 'Postgres', make: typeof server === 'string' ? null : postgres },
  {
    kind: 'the embedded database',
    make: async () => {
      const location = await testStoreFolder();
      return { location, connect: () => connectEmbedded(location, 0) };
    },
  },
];

interface Empty {
  readonly location: string;
  readonly connect: () => Promise<Connection>;
}

let databases = 0;

async function postgres(): Promise<Empty> {
  if (typeof server === 'string') throw new Error(server);
  const location = await server.createDatabase(`old${++databases}`);
  return { location, connect: async () => connectPostgres(location) };
}

async function opened(location: string, onMove?: (move: Move) => void): Promise<Store> {
  const store = await openStore({ location, lingerMs: 0, ...(onMove && { onMove }) });
  onTestFinished(() => store.close());
  return store;
}

describe.each(KINDS)('a store of columns, in $kind,', ({ make }) => {
  test.skipIf(!make)('opens, says what it said, and goes on', async () => {
    const { location, connect } = await make!();
    const connection = await connect();
    onTestFinished(() => connection.close());
    await makeOldStore(connection);
    const store = await opened(location);
    expect(await shown(connection)).toEqual(SHOWN);
    expect(await Promise.all([1, 2, 3].map((id) => store.checksum(id)))).toEqual(CHECKSUMS);
    await goOn(store);
  });
});

/** Old results are taken over, and compared by their values; open trials run. */
async function goOn(store: Store): Promise<void> {
  const heir = await ownedSweep(store, { definitionHash: 'heir', metric: 'test_recall', replicates: 2 });
  // Of the twelve trials one failed, one was given up and one is open.
  expect(await store.expand(heir.id, sampleTrials(6, 2, 'kept'), null, true, OWNER)).toMatchObject({
    reused: 9,
  });
  expect((await store.bestConfig(heir.id))!.value).toBeCloseTo(0.041 + 2 / 7, 12);
  const claimed = await store.claim(heir.id, 12, OWNER, LEASE_MS);
  expect(await store.record(claimed.map((trial) => completed(trial, sampleValue(trial))))).toMatchObject({
    ended: claimed.map(({ id }) => id).sort((a, b) => a - b),
  });
  const { columns, rows } = await store.trials(await store.sweep(1), { after: 0, limit: 12 });
  const again = rows.flatMap((row) => {
    const cell = (name: string) => row[columns.indexOf(name)];
    const trial: ClaimedTrial = {
      ...{ id: cell('id') as number, replicate: cell('replicate') as number, attempt: 9, deaths: 0 },
      config: { arm: cell('arm') as string, latent_size: cell('latent_size') as number },
      ...{ sweepId: 1, runHash: '', seed: '', until: null },
    };
    return { trial, state: cell('state'), auc: cell('test_roc_auc') };
  });
  const whole = again.filter(({ state, auc }) => state === 'completed' && auc !== null);
  const late = (by: number) =>
    whole.map(({ trial }) => ({ ...completed(trial, sampleValue(trial) + by), worker: 'late' }));
  expect(await store.record(late(0))).toEqual({ ended: [], waiting: [], conflicts: [] });
  expect((await store.record(late(1e-9))).conflicts).toEqual(whole.map(({ trial }) => trial.id));
  const lost = again.find(({ state }) => state === 'diverged')!.trial;
  expect((await store.record([diverged(lost, 3)])).conflicts).toEqual([lost.id]);
}

/** 24,000 trials more. */
const MANY = `
  insert into trial_rows (sweep_id, number, config_id, replicate, seed, state, result_key, value, test_accuracy)
  select 1, 100 + i, 1, 100 + i, '0', 'completed', 'many ' || i, 0.5, i from generate_series(1, 24000) i`;

test.skipIf(typeof server === 'string')(
  'a large one says how long it takes, and goes on where it was stopped',
  async () => {
    const { location, connect } = await postgres();
    const connection = await connect();
    onTestFinished(() => connection.close());
    await makeOldStore(connection, MANY);
    const killed = new Error('killed');
    let told = 0;
    const stopped = openStore({
      location,
      onMove: () => {
        if (++told === 2) throw killed;
      },
    });
    await expect(stopped).rejects.toBe(killed);
    const older = await connection.connect();
    await expect(older.query('update trial_rows set attempt = 2')).rejects.toMatchObject({
      code: '25006',
      message: 'the store is being brought to a newer version',
    });
    const { rows } = await older.query('select count(*) as there from trials');
    expect(rows).toEqual([{ there: 24_042 }]);
    older.release();
    const moves: Move[] = [];
    const store = await opened(location, (move) => moves.push(move));
    expect(moves.map(({ moved }) => moved)).toEqual([24_042]);
    expect(moves[0]).toMatchObject({
      trials: 24_042,
      bytes: expect.any(Number),
      secondsLeft: expect.any(Number),
    });
    const { curves, leaderboard } = await shown(connection);
    expect({ curves, leaderboard }).toEqual({ curves: SHOWN['curves'], leaderboard: SHOWN['leaderboard'] });
    const sum = await store.query(
      'select count(*), sum(test_accuracy) from trials where number > 100 and sweep_id = 1',
    );
    expect(sum.rows).toEqual([[24_000, (24_000 * 24_001) / 2]]);
  },
);

test.skipIf(typeof server === 'string')(
  'two that open a large one at once both come to its end',
  async () => {
    const { location, connect } = await postgres();
    const connection = await connect();
    onTestFinished(() => connection.close());
    await makeOldStore(connection, MANY);
    const told: number[] = [];
    const note = ({ moved }: Move) => {
      told.push(moved);
      if (told.length > 20) throw new Error('it goes on for ever');
    };
    await Promise.all([opened(location, note), opened(location, note)]);
    // As one that was late: it finds nothing to do, and leaves nothing behind.
    await moveAhead(connection.db, note);
    const client = await connection.connect();
    const { rows } = await client.query('update trial_rows set attempt = attempt where sweep_id = 1');
    expect(rows).toEqual([]);
    const left = await client.query("select relname from pg_class where relname like 'new\\_%'");
    expect(left.rows).toEqual([]);
    client.release();
    expect((await shown(connection))['leaderboard']).toEqual(SHOWN['leaderboard']);
  },
);

test.skipIf(typeof server === 'string')('who might read may read', async () => {
  const { location, connect } = await postgres();
  const connection = await connect();
  onTestFinished(() => connection.close());
  await makeOldStore(connection, 'create role graf; grant select on all tables in schema public to graf');
  await opened(location);
  const client = await connection.connect();
  const { rows } = await client.query(
    `select name from unnest('{sweeps, trials, leaderboard, curves, measures, configs, trial_rows}'::text[]) name
     where not has_table_privilege('graf', name, 'select')`,
  );
  client.release();
  expect(rows).toEqual([]);
});

test.skipIf(typeof server === 'string')('views of a user’s own are not lost', async () => {
  const { location, connect } = await postgres();
  const connection = await connect();
  onTestFinished(() => connection.close());
  await makeOldStore(
    connection,
    'create view sweep_best as select trial_id, vae_loss from curves; create view report as select * from sweep_best',
  );
  await expect(openStore({ location })).rejects.toMatchObject({
    code: 'store_outdated',
    message: expect.stringContaining('stand on them: report, sweep_best'),
  });
  const client = await connection.connect();
  await client.query(
    'drop view report, sweep_best; create view best as select id, test_accuracy from trials where value > 0.02',
  );
  client.release();
  const store = await opened(location);
  expect((await store.query('select count(*) from best')).rows).toEqual([[28]]);
});

test.skipIf(typeof server === 'string')('a store that is made now shows the same columns', async () => {
  const { location, connect } = await postgres();
  await opened(location);
  const client = await (await connect()).connect();
  for (const name of ['sweeps', 'trials', 'leaderboard', 'curves']) {
    const { rows } = await client.query(
      `select column_name || ' ' || case data_type when 'ARRAY' then udt_name else data_type end as text
       from information_schema.columns where table_name = $1 order by ordinal_position`,
      [name],
    );
    const { columns } = SHOWN[name]!;
    expect([name, rows.map(({ text }) => text).slice(0, columns.length)]).toEqual([name, columns]);
  }
  client.release();
});
