import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { checksum } from './checksum.ts';
import { alarms, keepBadMessage } from './cluster/alarms.ts';
import { getContent, putContent, removeUnusedContents } from './cluster/content.ts';
import { acquireLead, leader, releaseLead } from './cluster/lease.ts';
import { listTroubles, saveTroubles } from './cluster/troubles.ts';
import { listWorkers, saveWorkers } from './cluster/workers.ts';
import { type Connection, withRetry } from './connection.ts';
import type { Db, Trx } from './db.ts';
import { explainOwn } from './error.ts';
import { columnTypes, inventory } from './inventory.ts';
import type { Layout } from './measures.ts';
import type { Store } from './port.ts';
import { query } from './query.ts';
import { bestConfig } from './rank/best.ts';
import { leaderboard } from './rank/leaderboard.ts';
import { standing } from './rank/standing.ts';
import { acquireRun, releaseRun, removeSweep, runHolders, setSweepState } from './sweep/change.ts';
import { clusterSweeps, submitSweep } from './sweep/cluster.ts';
import { createSweep } from './sweep/create.ts';
import { counts, findSweep, listSweeps, runningSweeps, sweepById, sweepOn } from './sweep/read.ts';
import { timing } from './sweep/timing.ts';
import { claim } from './trial/claim.ts';
import { expand } from './trial/expand.ts';
import { quarantine, requeue } from './trial/give-back.ts';
import { searchHistory } from './trial/history.ts';
import { renewLeases, runningTrials } from './trial/lease.ts';
import { topTrials, trial, trials } from './trial/read.ts';
import { record } from './trial/record.ts';

/**
 * The Store over one connection. Every method may run twice where the server goes away in the middle (`again`): it
 * is then either undone or told apart from what it did before.
 */
export function storeOver(connection: Connection, layout: Layout): Store {
  const { db } = connection;
  const attempt = async <T>(action: (again: boolean) => Promise<T>) => {
    try {
      return await withRetry(connection, action);
    } catch (error) {
      throw explainOwn(error, connection.location.url);
    }
  };
  /** Statements that are each a transaction of their own. */
  const plain = <T>(action: (db: Db) => Promise<T>) => attempt(() => action(db));
  const write = <T>(action: (trx: Trx, again: boolean) => Promise<T>) =>
    attempt((again) => db.transaction().execute((trx) => action(trx, again)));
  return {
    location: connection.location,
    createSweep: (sweep) => write((trx) => createSweep(trx, layout, sweep)),
    findSweep: (reference) => plain((db) => findSweep(db, reference)),
    sweep: (id) => plain((db) => sweepById(db, id)),
    sweepOn: (name, fingerprints) => plain((db) => sweepOn(db, name, fingerprints)),
    listSweeps: () => plain(listSweeps),
    runningSweeps: () => plain(runningSweeps),
    setSweepState: (id, state, reason) => write((trx) => setSweepState(trx, id, state, reason ?? null)),
    removeSweep: async (id) => {
      await write((trx) => removeSweep(trx, id));
      await plain(removeUnusedContents);
    },
    submitSweep: (id) => write((trx) => submitSweep(trx, id)),
    clusterSweeps: () => plain(clusterSweeps),

    expand: (sweepId, found, cursor, expanded, owner) =>
      write((trx) => expand(trx, layout, sweepId, found, cursor, expanded, owner)),
    searchHistory: (sweepId, wish) => plain((db) => searchHistory(db, layout, sweepId, wish)),
    claim: (sweepId, limit, owner, leaseMs) => {
      const asked = { limit, owner, leaseMs, token: randomUUID() };
      return write((trx, again) => claim(trx, sweepId, asked, again));
    },
    renewLeases: (sweepId, leases, owner, leaseMs) =>
      write((trx) => renewLeases(trx, sweepId, leases, owner, leaseMs)),
    runningTrials: (sweepId, { expired = false } = {}) => plain((db) => runningTrials(db, sweepId, expired)),
    record: (outcomes) => write((trx, again) => record(trx, layout, outcomes, again)),
    requeue: (sweepId, trialIds, owner, death) =>
      write((trx) => requeue(trx, sweepId, trialIds, owner, death)),
    quarantine: (sweepId, trialIds, owner, death) =>
      write((trx) => quarantine(trx, layout, sweepId, trialIds, owner, death)),
    counts: (sweepId) => plain((db) => counts(db, sweepId)),

    acquireRun: (sweepId, owner, leaseMs) => plain((db) => acquireRun(db, sweepId, owner, leaseMs)),
    releaseRun: (sweepId, owner) => plain((db) => releaseRun(db, sweepId, owner)),
    runHolders: () => plain(runHolders),
    acquireLead: (owner, leaseMs) => plain((db) => acquireLead(db, owner, leaseMs)),
    releaseLead: (owner) => plain((db) => releaseLead(db, owner)),
    leader: () => plain(leader),

    putContent: (sha256, bytes) => plain((db) => putContent(db, sha256, bytes)),
    getContent: (sha256) => plain((db) => getContent(db, sha256)),
    saveWorkers: (workers) => plain((db) => saveWorkers(db, workers)),
    listWorkers: () => plain(listWorkers),
    saveTroubles: (reasons) => plain((db) => saveTroubles(db, reasons)),
    listTroubles: () => plain(listTroubles),
    keepBadMessage: (message) => plain((db) => keepBadMessage(db, message)),
    alarms: () => plain(alarms),

    countReusable: (resultKeys) => plain((db) => countReusable(db, resultKeys)),
    timing: (sweepId) => plain((db) => timing(db, sweepId)),
    bestConfig: (sweepId) => plain((db) => bestConfig(db, sweepId)),
    leaderboard: (sweep, options) => leaderboard(connection, layout, sweep, options),
    standing: (sweep, options = {}) => standing(connection, layout, sweep, options),
    topTrials: (sweep, options) => topTrials(connection, layout, sweep, options),
    trials: (sweep, page) => trials(connection, layout, sweep, page),
    trial: (id) => plain((db) => trial(db, layout, id)),
    columnTypes: (sweep) => plain((db) => columnTypes(db, sweep)),
    inventory: () => plain(inventory),
    checksum: (sweepId) => plain((db) => checksum(db, layout, sweepId)),
    query: (text, options) => query(connection, text, options),
    close: () => connection.close(),
  };
}

async function countReusable(db: Db, resultKeys: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct result_key) as count
    from trial_rows
    where result_key = any(${[...resultKeys]}::text[]) and state in ('completed', 'diverged')`.execute(db);
  return rows[0]!.count;
}
