import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectEmbedded } from './connection.ts';
import { filledSweep } from './exam/samples.ts';
import { testStoreFolder } from './fixtures/folder.ts';
import { type PostgresServer, startPostgres } from './fixtures/postgres.ts';
import { openStore } from './open.ts';

test('a place that is neither a directory nor a Postgres URL is refused', async () => {
  for (const location of ['mysql://me:hidden@host/db', 'postgres://[', 'https://host']) {
    const refused = openStore({ location });
    await expect(refused).rejects.toMatchObject({ code: 'bad_store_url' });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('hidden') });
  }
});

test('a server that is not there is said to be unreachable, without the password', async () => {
  const error: Error = await openStore({ location: 'postgresql://me:hidden@127.0.0.1:1/db' }).then(
    () => expect.unreachable(),
    (fault: Error) => fault,
  );
  expect(error).toMatchObject({ code: 'store_unreachable' });
  expect(error.message).toContain('127.0.0.1');
  expect(JSON.stringify([error.message, String(error.stack), error])).not.toContain('hidden');
});

test('tables of a newer version are refused', async () => {
  const location = await testStoreFolder();
  const store = await openStore({ location, lingerMs: 0 });
  const { connect, close } = await connectEmbedded(location, 0);
  const client = await connect();
  await client.query(`insert into kysely_migration values ('9999-from-the-future', '2099-01-01')`);
  client.release();
  await close();
  await store.close();
  await expect(openStore({ location, lingerMs: 0 })).rejects.toMatchObject({
    code: 'store_too_new',
    message: expect.stringContaining('9999-from-the-future'),
  });
});

const server = await startPostgres();

describe.skipIf(typeof server === 'string')('a Postgres server', () => {
  let postgres: PostgresServer;
  beforeAll(() => {
    postgres = server as PostgresServer;
  });
  afterAll(() => postgres.remove());

  test('two that open an empty database at once make its tables once', async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ location: postgres.url })));
    await Promise.all(stores.map((store) => filledSweep(store, 1, 1)));
    expect(await stores[0]!.listSweeps()).toHaveLength(4);
    await Promise.all(stores.map((store) => store.close()));
  });

  test('the password is kept to itself', async () => {
    const store = await openStore({ location: postgres.url });
    expect(JSON.stringify(store.location)).not.toContain(encodeURIComponent(postgres.password));
    expect(store.location.psql).toMatch(/^psql 'postgresql:\/\/owner@127\.0\.0\.1:\d+\/postgres'$/);
    await store.close();
    const wrong = postgres.url.replace(encodeURIComponent(postgres.password), 'mistaken');
    const error: Error = await openStore({ location: wrong }).then(
      () => expect.unreachable(),
      (fault: Error) => fault,
    );
    expect(error).toMatchObject({ code: 'store_refused' });
    expect(JSON.stringify([error.message, error])).not.toContain('mistaken');
    const missing = openStore({ location: postgres.url.replace(/postgres$/, 'nowhere') });
    await expect(missing).rejects.toMatchObject({
      code: 'store_refused',
      hint: expect.stringContaining('createdb'),
    });
  });

  test('a process that is stopped in a transaction does not keep its locks', async () => {
    const store = await openStore({ location: postgres.url });
    const { rows } = await store.query('show idle_in_transaction_session_timeout');
    expect(rows).toEqual([['10s']]);
    await store.close();
  });

  test('a connection that the server ends is replaced', async () => {
    const [store, other] = await Promise.all([1, 2].map(() => openStore({ location: postgres.url })));
    const sweep = await filledSweep(store!, 1, 1);
    await other!.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
    );
    expect(await store!.counts(sweep.id)).toMatchObject({ completed: 1 });
    await Promise.all([store!.close(), other!.close()]);
  });
});
