import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { checksum } from './checksum.ts';
import { type Connection, withRetry } from './connection.ts';
import type { Store } from './port.ts';
import { query } from './query.ts';
import { leaderboard } from './rank/leaderboard.ts';
import type { Database } from './schema.ts';
import { acquireRun, releaseRun, removeSweep, setSweepState } from './sweep/change.ts';
import { createSweep } from './sweep/create.ts';
import { counts, findSweep, listSweeps, sweepById } from './sweep/read.ts';
import { claim, requeue } from './trial/claim.ts';
import { expand } from './trial/expand.ts';
import { topTrials, trial, trials } from './trial/read.ts';
import { record } from './trial/record.ts';

/**
 * The Store over one connection. Every method may run twice where the server goes away in the middle (`again`): it
 * is then either undone or told apart from what it did before.
 */
export function storeOver(connection: Connection): Store {
  const { db } = connection;
  const read = <T>(action: (db: Kysely<Database>) => Promise<T>) => withRetry(connection, () => action(db));
  const write = <T>(action: (trx: Transaction<Database>, again: boolean) => Promise<T>) =>
    withRetry(connection, (again) => db.transaction().execute((trx) => action(trx, again)));
  return {
    location: connection.location,
    createSweep: (sweep) => write((trx) => createSweep(trx, sweep)),
    findSweep: (reference) => read((db) => findSweep(db, reference)),
    sweep: (id) => read((db) => sweepById(db, id)),
    listSweeps: () => read(listSweeps),
    setSweepState: (id, state, reason) => write((trx) => setSweepState(trx, id, state, reason ?? null)),
    removeSweep: (id) => write((trx) => removeSweep(trx, id)),
    expand: (sweepId, found, cursor, expanded) =>
      write((trx) => expand(trx, sweepId, found, cursor, expanded)),
    claim: (sweepId, limit) => {
      const token = randomUUID();
      return write((trx, again) => claim(trx, sweepId, limit, token, again));
    },
    record: (outcomes) => write((trx, again) => record(trx, outcomes, again)),
    requeue: (sweepId, trialIds) => write((trx) => requeue(trx, sweepId, trialIds)),
    counts: (sweepId) => read((db) => counts(db, sweepId)),
    acquireRun: (sweepId, owner, leaseMs) => read((db) => acquireRun(db, sweepId, owner, leaseMs)),
    releaseRun: (sweepId, owner) => read((db) => releaseRun(db, sweepId, owner)),
    countReusable: (resultKeys) => read((db) => countReusable(db, resultKeys)),
    leaderboard: (sweep, options) => leaderboard(connection, sweep, options),
    topTrials: (sweep, options) => topTrials(connection, sweep, options),
    trials: (sweep, page) => trials(connection, sweep, page),
    trial: (id) => read((db) => trial(db, id)),
    checksum: (sweepId) => read((db) => checksum(db, sweepId)),
    query: (text, options) => query(connection, text, options),
    close: () => connection.close(),
  };
}

async function countReusable(db: Kysely<Database>, resultKeys: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct result_key) as count
    from trial_rows
    where result_key = any(${[...resultKeys]}::text[]) and state in ('completed', 'diverged')`.execute(db);
  return rows[0]!.count;
}
