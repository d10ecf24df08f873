import { InputError, LatentsweepError } from '@latentsweep/core';
import type pg from 'pg';
import { type Connection, withRetry } from './connection.ts';
import type { Table } from './port.ts';
import { allowSilence } from './silence.ts';

export const DEFAULT_TIMEOUT_MS = 30_000;
/** For the server's word that the time is over. */
const ANSWER_MS = 10_000;

/** Turns what Postgres says about a user's SQL into an InputError. */
type Blame = (message: string) => InputError;

/** `action` in a read-only transaction with a time limit, which is always rolled back. */
export async function readOnly<T>(
  connection: Connection,
  timeoutMs: number,
  blame: Blame,
  action: (run: (text: string) => Promise<Table>) => Promise<T>,
): Promise<T> {
  const once = async () => {
    const client = await connection.connect();
    const limit = limitTime(connection, client, timeoutMs);
    const endSilence = allowSilence(client, timeoutMs + ANSWER_MS);
    let broken = true;
    try {
      await client.query(
        `begin; set transaction read only; set local standard_conforming_strings = on;
         set local statement_timeout = ${Math.ceil(timeoutMs)}`,
      );
      const result = await action((text) => run(client, text));
      await client.query('rollback');
      broken = false;
      return result;
    } catch (error) {
      broken = await client.query('rollback').then(
        () => false,
        () => true,
      );
      throw limit.expired() ? tooSlow(timeoutMs) : error;
    } finally {
      limit.stop();
      endSilence();
      client.release(broken);
    }
  };
  try {
    return await withRetry(connection, once);
  } catch (error) {
    throw told(error, timeoutMs, blame);
  }
}

/** SQL that a user wrote: one statement, by the extended protocol. Rows as arrays. */
async function run(client: pg.PoolClient, text: string): Promise<Table> {
  const query = { text, rowMode: 'array', queryMode: 'extended' } as pg.QueryArrayConfig;
  const { fields, rows } = await client.query<unknown[]>(query);
  return { columns: fields.map((field) => field.name), rows };
}

/** Where Postgres's own limit does not work (see Connection.cancel), asks for an end until it comes. */
function limitTime(connection: Connection, client: pg.PoolClient, timeoutMs: number) {
  let expired = false;
  let again: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    expired = true;
    connection.cancel?.(client);
    again = setInterval(() => connection.cancel?.(client), 500);
  }, timeoutMs);
  return {
    expired: () => expired && connection.cancel !== null,
    stop: () => {
      clearTimeout(first);
      clearInterval(again);
    },
  };
}

function tooSlow(timeoutMs: number): InputError {
  return new InputError(
    'sql_timeout',
    `The query took longer than ${timeoutMs / 1000} s and was stopped.`,
    'Narrow it down, or give it more time.',
  );
}

function told(error: unknown, timeoutMs: number, blame: Blame): unknown {
  if (error instanceof LatentsweepError) return error;
  const { code, severity, message } = error as { code?: string; severity?: string; message: string };
  if (code === '57014') return tooSlow(timeoutMs);
  return severity ? blame(message) : error;
}
