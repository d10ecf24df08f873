import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { checksum } from './checksum.ts';
import { alarms, keepBadMessage } from './cluster/alarms.ts';
import { getContent, putContent, removeUnusedContents } from './cluster/content.ts';
import { acquireLease, releaseLease } from './cluster/lease.ts';
import { listWorkers, saveWorkers } from './cluster/workers.ts';
import { type Connection, withRetry } from './connection.ts';
import type { Store } from './port.ts';
import { query } from './query.ts';
import { leaderboard } from './rank/leaderboard.ts';
import type { Database } from './schema.ts';
import { acquireRun, releaseRun, removeSweep, setSweepState } from './sweep/change.ts';
import { clusterSweeps, submitSweep } from './sweep/cluster.ts';
import { createSweep } from './sweep/create.ts';
import { counts, findSweep, listSweeps, sweepById } from './sweep/read.ts';
import { claim } from './trial/claim.ts';
import { expand } from './trial/expand.ts';
import { quarantine, requeue } from './trial/give-back.ts';
import { renewLeases, runningTrials } from './trial/lease.ts';
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
    removeSweep: async (id) => {
      await write((trx) => removeSweep(trx, id));
      await read(removeUnusedContents);
    },
    submitSweep: (id) => write((trx) => submitSweep(trx, id)),
    clusterSweeps: () => read(clusterSweeps),

    expand: (sweepId, found, cursor, expanded, owner) =>
      write((trx) => expand(trx, sweepId, found, cursor, expanded, owner)),
    claim: (sweepId, limit, owner, leaseMs) => {
      const asked = { limit, owner, leaseMs, token: randomUUID() };
      return write((trx, again) => claim(trx, sweepId, asked, again));
    },
    renewLeases: (sweepId, leases, owner, leaseMs) =>
      write((trx) => renewLeases(trx, sweepId, leases, owner, leaseMs)),
    runningTrials: (sweepId, { expired = false } = {}) => read((db) => runningTrials(db, sweepId, expired)),
    record: (outcomes) => write((trx, again) => record(trx, outcomes, again)),
    requeue: (sweepId, trialIds, owner, death) =>
      write((trx) => requeue(trx, sweepId, trialIds, owner, death)),
    quarantine: (sweepId, trialIds, owner, death) =>
      write((trx) => quarantine(trx, sweepId, trialIds, owner, death)),
    counts: (sweepId) => read((db) => counts(db, sweepId)),

    acquireRun: (sweepId, owner, leaseMs) => read((db) => acquireRun(db, sweepId, owner, leaseMs)),
    releaseRun: (sweepId, owner) => read((db) => releaseRun(db, sweepId, owner)),
    acquireLease: (name, owner, leaseMs) => read((db) => acquireLease(db, name, owner, leaseMs)),
    releaseLease: (name, owner) => read((db) => releaseLease(db, name, owner)),

    putContent: (sha256, bytes) => read((db) => putContent(db, sha256, bytes)),
    getContent: (sha256) => read((db) => getContent(db, sha256)),
    saveWorkers: (workers) => read((db) => saveWorkers(db, workers)),
    listWorkers: () => read(listWorkers),
    keepBadMessage: (message) => read((db) => keepBadMessage(db, message)),
    alarms: () => read(alarms),

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
