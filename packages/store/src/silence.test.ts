import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPostgres } from './connection.ts';
import { type PostgresServer, startPostgres } from './fixtures/postgres.ts';
import { allowSilence } from './silence.ts';

const SILENT_MS = 300;
const started = await startPostgres();

describe.skipIf(typeof started === 'string')('A link to Postgres that falls silent', () => {
  const postgres = started as PostgresServer;
  let silent = false;
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const server = connect(postgres.port, '127.0.0.1');
    sockets.push(client, server);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      from.on('error', () => {});
      from.on('data', (bytes) => silent || to.write(bytes));
      from.on('close', () => to.destroy());
    }
  });
  let url: string;
  beforeAll(async () => {
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const direct = new URL(await postgres.createDatabase('silence'));
    direct.port = String((proxy.address() as { port: number }).port);
    url = direct.href;
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    proxy.close();
    await postgres.remove();
  });

  test('is broken after a while, and another one serves', async () => {
    const connection = connectPostgres(url, SILENT_MS);
    const ask = async () => {
      const client = await connection.connect();
      try {
        return (await client.query('select 1 as one')).rows;
      } finally {
        client.release();
      }
    };
    expect(await ask()).toEqual([{ one: 1 }]);
    silent = true;
    await expect(ask()).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    silent = false;
    expect(await ask()).toEqual([{ one: 1 }]);
    await connection.close();
  });

  test('may be silent for longer where a long query is asked', async () => {
    const connection = connectPostgres(url, SILENT_MS);
    const client = await connection.connect();
    const end = allowSilence(client, 10 * SILENT_MS);
    await client.query('select pg_sleep(1)');
    end();
    await expect(client.query('select pg_sleep(1)')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    client.release(true);
    await connection.close();
  });
});
