import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, Server } from 'node:net';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { makeFolder, makeStore, removeFolder } from '../fixtures/folder.ts';
import { SOCKET_NAME } from './directory.ts';
import { Gate } from './gate.ts';

let folder: string;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ folder, close } = await openGate());
});

afterAll(() => close());

/** A gate before a database of its own. */
async function openGate(patienceMs?: number) {
  const folder = makeFolder();
  await makeStore(folder);
  const socket = path.join(folder, SOCKET_NAME);
  const troubles: Error[] = [];
  const events = {
    onClients: () => {},
    onBroken: (error: Error) => {
      throw error;
    },
    onTrouble: (error: Error) => void troubles.push(error),
  };
  // From here on: the thread of another gate may be started again at any time.
  const started = once(process, 'worker');
  const gate = await Gate.open(path.join(folder, 'data'), socket, events, patienceMs);
  const [thread] = (await started) as [Worker];
  const client = new pg.Client({ host: folder, user: 'postgres', database: 'postgres' });
  await client.connect();
  await client.query('create table counted (i int)');
  await client.end();
  const close = async () => {
    await gate.close();
    await removeFolder(folder);
  };
  return { folder, troubles, thread, close };
}

/** For one test. */
async function ownGate(patienceMs?: number) {
  const { folder: host, close, ...rest } = await openGate(patienceMs);
  onTestFinished(close);
  return { host, ...rest };
}

/** Less than a slow machine may take to hand out a large result: for those that are to be cut off alone. */
const SOON_MS = 600;

async function login(given: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ host: folder, user: 'postgres', database: 'postgres', ...given });
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function counted(): Promise<number> {
  const { rows } = await (await login()).query<{ n: number }>('select count(*)::int as n from counted');
  return rows[0]!.n;
}

/** Breaks the connection as a kill would. */
function drop(client: pg.Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** Output and errors. Not the synchronous kind: the gate lives in this process. */
function psql(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const all = ['-X', '-A', '-t', '-h', folder, '-U', 'postgres', ...args];
  return new Promise((resolve) => {
    execFile('psql', all, { timeout: 20_000 }, (_, stdout, stderr) => resolve({ stdout, stderr }));
  });
}

test('statements of two clients do not mix, however their bytes are cut', async () => {
  // pglite-socket 0.2.17 fails this: it lets another client in between the messages of one statement.
  const [one, two] = [await login(), await login()];
  const ask = async (client: pg.Client, who: string, length: number) => {
    for (let i = 0; i < 30; i++) {
      const text = who.repeat(length + i);
      const { rows } = await client.query(`select length($1::text) as length, '${who}' as who`, [text]);
      expect(rows).toEqual([{ length: length + i, who }]);
    }
  };
  await Promise.all([ask(one, 'a', 300_000), ask(two, 'b', 10)]);
});

test('an error of one client is no error of another', async () => {
  const [one, two] = [await login(), await login()];
  const err = async () => {
    for (let i = 0; i < 10; i++)
      await expect(one.query('select nothing($1)', [i])).rejects.toThrow('nothing');
  };
  const answer = async () => {
    for (let i = 0; i < 10; i++) expect((await two.query('select $1::int as i', [i])).rows).toEqual([{ i }]);
  };
  await Promise.all([err(), answer()]);
});

test('a transaction has the backend alone until it ends', async () => {
  const [one, two] = [await login(), await login()];
  const before = await counted();
  await one.query('begin');
  await one.query('insert into counted values (1)');
  const answered: string[] = [];
  const other = two.query('insert into counted values (2)').then(() => answered.push('other'));
  await one.query('select 1');
  await one.query('rollback').then(() => answered.push('rollback'));
  await other;
  expect(answered).toEqual(['rollback', 'other']);
  expect(await counted()).toBe(before + 1);
});

test('a client that dies in a transaction, even a failed one, leaves nothing and blocks nobody', async () => {
  const before = await counted();
  for (const statement of ['insert into counted values (1)', 'bogus', 'select pg_sleep(0.2)']) {
    const client = await login();
    await client.query('begin');
    await client.query('insert into counted values (3)');
    const last = client.query(statement).catch(() => {});
    if (!statement.includes('sleep')) await last;
    drop(client);
    await last;
    expect(await counted()).toBe(before);
  }
});

test('a client that dies between Flush and Sync blocks nobody', async () => {
  const client = await login();
  const { connection } = client as unknown as {
    connection: { parse(q: object): void; flush(): void };
  };
  connection.parse({ text: 'select 1', name: '', types: [] });
  connection.flush();
  await sleep(50);
  drop(client);
  expect(await counted()).toBeGreaterThanOrEqual(0);
});

test('settings, temporary tables and named statements stay with their client', async () => {
  const [one, two] = [await login(), await login()];
  await one.query('set search_path = pg_catalog; set transaction_read_only = on');
  await one.query('create temp table counted (other text)').catch(() => {});
  expect((await two.query('show search_path')).rows).toEqual([{ search_path: 'public' }]);
  await two.query('insert into counted values (4)');
  const named = (client: pg.Client, text: string) => client.query<{ v: number }>({ name: 'same', text });
  await named(one, 'select 1 as v');
  expect((await named(two, 'select 2 as v')).rows).toEqual([{ v: 2 }]);
  expect((await named(one, 'select 1 as v')).rows).toEqual([{ v: 1 }]);
});

test('a statement is cancelled as in any Postgres, and others notice only the wait', async () => {
  const [one, two] = [await login(), await login()];
  const { processID, secretKey } = one as unknown as { processID: number; secretKey: number };
  const endless = one.query('select count(*) from generate_series(1, 1000000000)').catch((e: Error) => e);
  const waiting = two.query('select 5 as v');
  await sleep(100);
  const request = Buffer.alloc(16);
  [16, 80877102, processID, secretKey].forEach((word, i) => {
    request.writeUInt32BE(word >>> 0, 4 * i);
  });
  connect(path.join(folder, SOCKET_NAME)).end(request);
  expect(await endless).toMatchObject({ code: '57014' });
  expect((await waiting).rows).toEqual([{ v: 5 }]);
  expect((await one.query('select 6 as v')).rows).toEqual([{ v: 6 }]);
});

test('a client is told that the database fell under its statement, and others go on', async () => {
  const { host, thread } = await ownGate();
  const [one, two] = [await login({ host }), await login({ host })];
  const asked = vi.spyOn(thread, 'postMessage');
  const endless = one.query('select count(*) from generate_series(1, 1000000000)').catch((e: Error) => e);
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  const waiting = two.query('select 5 as v');
  await thread.terminate();
  expect(await endless).toMatchObject({ code: '57P02', message: 'the database stopped' });
  expect((await waiting).rows).toEqual([{ v: 5 }]);
});

test('a database that fell while nobody asked is told of once, and is there again', async () => {
  const { host, thread } = await ownGate();
  const client = await login({ host });
  await thread.terminate();
  expect(await client.query('select 5 as v').catch((e: Error) => e)).toMatchObject({ code: '57P02' });
  expect((await (await login({ host })).query('select 6 as v')).rows).toEqual([{ v: 6 }]);
});

test('a client that cannot be let in is told of, and the others are served on', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen');
  const { host, troubles } = await ownGate();
  const [server] = listen.mock.contexts as Server[];
  listen.mockRestore();
  const client = await login({ host });
  const noHandle = new Error('accept EMFILE');
  server!.emit('error', noHandle);
  expect(troubles).toEqual([noHandle]);
  expect((await client.query('select 7 as v')).rows).toEqual([{ v: 7 }]);
});

test('an idle transaction that keeps others waiting is ended', async () => {
  const { host } = await ownGate(SOON_MS);
  const [one, two] = [await login({ host }), await login({ host })];
  const ended = new Promise<Error & { code?: string }>((resolve) => one.once('error', resolve));
  await one.query('begin');
  await one.query('insert into counted values (9)');
  const before = two.query<{ n: number }>('select count(*)::int as n from counted where i = 9');
  expect((await before).rows).toEqual([{ n: 0 }]);
  expect(await ended).toMatchObject({ code: '25P03' });
});

test('a client that does not read what it asked for is cut off', async () => {
  const { host } = await ownGate(SOON_MS);
  const [one, two] = [await login({ host }), await login({ host })];
  const { stream } = (one as unknown as { connection: { stream: { pause(): void } } }).connection;
  const flood = one.query(`select repeat('x', 1000) from generate_series(1, 100000)`).catch((e: Error) => e);
  stream.pause();
  expect((await two.query('select 1 as v')).rows).toEqual([{ v: 1 }]);
  drop(one);
  await flood;
});

test('COPY FROM STDIN is refused; a large result comes whole', async () => {
  const client = await login();
  const before = await counted();
  await expect(client.query('copy counted from stdin')).rejects.toMatchObject({ code: '0A000' });
  const { rows } = await client.query(`select repeat('x', 1000) as x from generate_series(1, 20000)`);
  expect(rows).toHaveLength(20_000);
  expect(await counted()).toBe(before);
});

test('bytes that are no Postgres client are turned away', async () => {
  const socket = connect(path.join(folder, SOCKET_NAME));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await closed;
  expect(await counted()).toBeGreaterThanOrEqual(0);
});

test.skipIf(spawnSync('psql', ['-V']).error)('psql works, and survives its encryption requests', async () => {
  const client = await login();
  await client.query('begin');
  const waiting = psql('-c', 'select 40 + 2');
  await sleep(200);
  await client.query('commit');
  expect(await waiting).toEqual({ stdout: '42\n', stderr: '' });
  expect((await psql('-c', '\\d')).stdout).toContain('counted');
  expect((await psql('-c', '\\d counted')).stdout).toContain('integer');
  expect((await psql('-c', '\\copy (select 7) to stdout')).stdout).toBe('7\n');
  const url = `postgresql://postgres@/postgres?host=${encodeURIComponent(folder)}&sslmode=prefer&gssencmode=prefer`;
  expect((await psql('-d', url, '-c', 'select 1')).stdout).toBe('1\n');
  expect((await psql('-c', 'select bogus')).stderr).toContain('bogus');
});
