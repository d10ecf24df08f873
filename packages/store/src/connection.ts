/** How statements reach the database: one driver for a Postgres server and for the embedded store. */

import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Db } from './db.ts';
import { prepareDirectory, SOCKET_NAME } from './embedded/directory.ts';
import { LINGER_OPTION, OWN_NAME } from './embedded/session.ts';
import { startServer } from './embedded/start.ts';
import { cancelRequest } from './embedded/wire.ts';
import { explain, isConnectionLost } from './error.ts';
import type { Store } from './port.ts';
import { breakWhenSilent, SILENT_MS } from './silence.ts';

export interface Connection {
  readonly location: Store['location'];
  readonly db: Db;
  /** Stops what that client runs, where the server's own time limit does not work: PGlite's timers never fire. */
  readonly cancel: ((client: pg.PoolClient) => void) | null;
  connect(): Promise<pg.PoolClient>;
  close(): Promise<void>;
}

const INT8 = 20;
const NUMERIC = 1700;

/** Whole numbers and decimals as JavaScript's, where they fit: a count is a number, not a string. */
function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === NUMERIC) return Number;
  if (oid === INT8) return (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
  return pg.types.getTypeParser(oid, format as 'text');
}

const TYPES = { getTypeParser: parserOf } as pg.CustomTypesConfig;

/** A Postgres server, by URL. `silentMs`: how long it may be silent while it is asked. */
export function connectPostgres(url: string, silentMs = SILENT_MS): Connection {
  const shown = new URL(url);
  shown.password = '';
  shown.searchParams.delete('password');
  const pool = new pg.Pool({
    connectionString: url,
    application_name: OWN_NAME,
    // Statements here run for milliseconds; compiling one takes a quarter of a second, each time it is run.
    options: '-c jit=off',
    types: TYPES,
    max: 6,
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    // A process that is stopped in a transaction, or cut off, must not keep its sweep locked for those that go on.
    idle_in_transaction_session_timeout: 10_000,
  });
  pool.on('connect', (client) => breakWhenSilent(client, silentMs));
  return {
    location: { kind: 'postgres', url: shown.href, psql: `psql ${quoted(shown.href)}`, folder: null },
    db: database(pool, () => pool.connect()),
    cancel: null,
    connect: () => pool.connect(),
    close: () => pool.end(),
  };
}

/** The embedded database in a directory. Its process is started now, and again whenever it is found gone. */
export async function connectEmbedded(location: string, lingerMs: number): Promise<Connection> {
  const directory = prepareDirectory(location);
  const options: pg.PoolConfig = {
    host: await startServer(directory),
    user: 'postgres',
    database: 'postgres',
    application_name: OWN_NAME,
    options: `-c ${LINGER_OPTION}=${lingerMs}`,
    types: TYPES,
    max: 4,
    // A store that is open keeps its process alive.
    idleTimeoutMillis: 0,
  };
  const pool = new pg.Pool(options);
  const reconnect = async () => {
    try {
      return await pool.connect();
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      pool.options.host = await startServer(directory);
      return pool.connect();
    }
  };
  const url = `postgresql://postgres@/postgres?host=${encodeURIComponent(options.host!)}`;
  return {
    location: { kind: 'embedded', url, psql: `psql ${quoted(url)}`, folder: directory.root },
    db: database(pool, reconnect),
    cancel: (client) => sendCancel(client, path.join(pool.options.host!, SOCKET_NAME)),
    connect: reconnect,
    close: () => pool.end(),
  };
}

function database(pool: pg.Pool, client: () => Promise<pg.PoolClient>): Db {
  // A connection that breaks, idle or at work, is replaced by the pool; whoever runs a statement is told there.
  // One that is lent breaks too, and without a listener of its own would end this process.
  pool.on('error', () => {});
  pool.on('connect', (made) => made.on('error', () => {}));
  const dialect = new PostgresDialect({
    pool: {
      connect: async () => (await client()) as unknown as PostgresPoolClient,
      end: () => pool.end(),
      options: pool.options,
    },
  });
  return new Kysely({ dialect });
}

/** A CancelRequest of the protocol, on a connection of its own. */
function sendCancel(client: pg.PoolClient, socketPath: string): void {
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const socket = connect(socketPath, () => socket.end(cancelRequest(processID, secretKey)));
  socket.on('error', () => {});
}

const ATTEMPTS = 4;

/**
 * Runs `action`, and again where the server goes away under it (several connections of a pool may turn out dead, one
 * after the other): for actions that may run twice. `again` is false the first time. Throws what the last one did.
 */
export async function withRetry<T>(
  { location }: Connection,
  action: (again: boolean) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action(attempt > 1);
    } catch (error) {
      // In the end `TryAgain`: whoever can waits for longer than is right here.
      if (attempt === ATTEMPTS || !isConnectionLost(error)) throw explain(error, location.url);
    }
    await sleep(10 * attempt);
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
