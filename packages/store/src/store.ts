import { randomUUID } from 'node:crypto';
import { checksum } from './checksum.ts';
import { alarms, keepBadMessage } from './cluster/alarms.ts';
import { getContent, putContent, removeUnusedContents } from './cluster/content.ts';
import { acquireLead, leader, releaseLead } from './cluster/lease.ts';
import { needlessFiles } from './cluster/needless-files.ts';
import { listTroubles, saveTroubles } from './cluster/troubles.ts';
import { listWorkers, saveWorkers } from './cluster/workers.ts';
import { compareConfigs } from './config/compare.ts';
import { countConfigs } from './config/count.ts';
import { findConfig } from './config/find.ts';
import { config } from './config/read.ts';
import { type Connection, withRetry } from './connection.ts';
import { type Db, type Method, one, type Trx } from './db.ts';
import { explainOwn } from './error.ts';
import { begunTrials } from './figure/begun-trials.ts';
import { cells } from './figure/cells.ts';
import { configConfusion } from './figure/config-confusion.ts';
import { configCurves } from './figure/config-curves.ts';
import { distributions } from './figure/distributions.ts';
import { configMarks } from './figure/marks.ts';
import { parameterBins } from './figure/parameter-bins.ts';
import { progress } from './figure/progress.ts';
import { splits } from './figure/splits.ts';
import { columnTypes, inventory } from './inventory.ts';
import type { Layout } from './measures.ts';
import { layoutOf } from './own/layout.ts';
import { artifactBytes, artifacts, readTrialLog } from './own/notes.ts';
import type { Store, Sweep } from './port.ts';
import { query } from './query.ts';
import { bestConfig } from './rank/best.ts';
import { leaderboard } from './rank/leaderboard.ts';
import { standing } from './rank/standing.ts';
import { verdictMaterial } from './rank/verdict-material.ts';
import { acquireRun, releaseRun, removeSweep, runHolders, setSweepState } from './sweep/change.ts';
import { clusterSweeps, submitSweep } from './sweep/cluster.ts';
import { createSweep } from './sweep/create.ts';
import { counts, findSweep, listSweeps, runningSweeps, sweepById, sweepOn } from './sweep/read.ts';
import { timing } from './sweep/timing.ts';
import { givenTrial, keepReport, keptReports } from './trial/asked.ts';
import { bandStand, decideBand, waitingConfigs } from './trial/band.ts';
import { claim } from './trial/claim.ts';
import { expand } from './trial/expand.ts';
import { quarantine, requeue } from './trial/give-back.ts';
import { searchHistory } from './trial/history.ts';
import { renewLeases, runningTrials } from './trial/lease.ts';
import { keepPredictions, keptPredictions, predictionsAsked } from './trial/predictions.ts';
import { aliveConfigs, decidedRungs, decideRung, decisions, incumbent, racedConfigs } from './trial/race.ts';
import { topTrials, trial, trials } from './trial/read.ts';
import { record } from './trial/record.ts';
import { endedConfigs } from './trial/target.ts';

/**
 * The Store over one connection. Every method may run twice where the server goes away in the middle (`again`): it
 * is then either undone or told apart from what it did before.
 */
export function storeOver(connection: Connection, layout: Layout): Store {
  const { db } = connection;
  /** The measures of a sweep, as it was read. */
  const of = (sweep: Sweep) => layoutOf(layout, sweep);
  const attempt = async <T>(action: (again: boolean) => Promise<T>) => {
    try {
      return await withRetry(connection, action);
    } catch (error) {
      throw explainOwn(error, connection.location.url);
    }
  };
  const transact = <T>(action: (trx: Trx, again: boolean) => Promise<T>) =>
    attempt((again) => db.transaction().execute((trx) => action(trx, again)));
  const write =
    <Args extends unknown[], T>(action: (trx: Trx, ...args: Args) => Promise<T>) =>
    (...args: Args) =>
      transact((trx) => action(trx, ...args));
  /** Statements that are each a transaction of their own. */
  const plain =
    <Args extends unknown[], T>(action: (db: Db, ...args: Args) => Promise<T>) =>
    (...args: Args) =>
      attempt(() => action(db, ...args));
  return {
    location: connection.location,
    createSweep: (sweep) => transact((trx) => createSweep(trx, layout, sweep)),
    findSweep: plain(findSweep),
    sweep: plain(sweepById),
    sweepOn: plain(sweepOn),
    listSweeps: plain(listSweeps),
    runningSweeps: plain(runningSweeps),
    setSweepState: write(setSweepState),
    removeSweep: async (id) => {
      await transact((trx) => removeSweep(trx, id));
      await attempt(() => removeUnusedContents(db));
    },
    submitSweep: write(submitSweep),
    clusterSweeps: plain(clusterSweeps),

    expand: (sweepId, found, cursor, expanded, owner) =>
      transact((trx) => expand(trx, layout, sweepId, found, cursor, expanded, owner)),
    searchHistory: (sweepId, wish) => attempt(() => searchHistory(db, sweepId, wish)),
    endedConfigs: (sweepId, page) => attempt(() => endedConfigs(db, layout, sweepId, page)),
    racedConfigs: (sweepId, from) => attempt(() => racedConfigs(db, layout, sweepId, from)),
    incumbent: (sweepId, before) => attempt(() => incumbent(db, layout, sweepId, before)),
    decideRung: write(decideRung),
    bandStand: (sweepId, band) => attempt(() => bandStand(db, layout, sweepId, band)),
    decideBand: (...args) => transact((trx) => decideBand(trx, layout, ...args)),
    waitingConfigs: plain(waitingConfigs),
    aliveConfigs: plain(aliveConfigs),
    claim: (sweepId, limit, owner, leaseMs, asker) => {
      const asked = { limit, owner, leaseMs, asker, token: randomUUID() };
      return transact((trx, again) => claim(trx, sweepId, asked, again));
    },
    renewLeases: write(renewLeases),
    runningTrials: plain(runningTrials),
    record: (outcomes) => transact((trx, again) => record(trx, layout, again, outcomes)),
    requeue: write(requeue),
    quarantine: (sweepId, trialIds, owner, death) =>
      transact((trx) => quarantine(trx, layout, sweepId, trialIds, owner, death)),
    counts: plain(counts),

    givenTrial: plain(givenTrial),
    keepReport: write(keepReport),
    keptReports: plain(keptReports),

    acquireRun: plain(acquireRun),
    releaseRun: plain(releaseRun),
    runHolders: plain(runHolders),
    acquireLead: plain(acquireLead),
    releaseLead: plain(releaseLead),
    leader: plain(leader),

    putContent: plain(putContent),
    getContent: plain(getContent),
    saveWorkers: plain(saveWorkers),
    listWorkers: plain(listWorkers),
    saveTroubles: plain(saveTroubles),
    listTroubles: plain(listTroubles),
    needlessFiles: plain(needlessFiles),
    keepBadMessage: plain(keepBadMessage),
    alarms: plain(alarms),

    keepPredictions: write(keepPredictions),
    predictionsAsked: plain(predictionsAsked),
    keptPredictions: plain(keptPredictions),

    countReusable: plain(countReusable),
    timing: plain(timing),
    decidedRungs: plain(decidedRungs),
    decisions: plain(decisions),
    bestConfig: plain(bestConfig),
    leaderboard: (sweep, options) => leaderboard(connection, of(sweep), sweep, options),
    standing: (sweep, options) => standing(connection, of(sweep), sweep, options),
    verdictMaterial: (sweep, options) => verdictMaterial(connection, of(sweep), sweep, options),
    configMarks: (sweep, options) => configMarks(connection, of(sweep), sweep, options),
    progress: (sweep, options) => progress(connection, of(sweep), sweep, options),
    parameterBins: (sweep, options) => parameterBins(connection, of(sweep), sweep, options),
    distributions: (sweep, options) => distributions(connection, of(sweep), sweep, options),
    cells: (sweep, options) => cells(connection, of(sweep), sweep, options),
    splits: (sweep, options) => splits(connection, of(sweep), sweep, options),
    topTrials: (sweep, options) => topTrials(connection, of(sweep), sweep, options),
    trials: (sweep, page) => trials(connection, of(sweep), sweep, page),
    trial: (id) => attempt(() => trial(db, layout, id)),
    readTrialLog: plain(readTrialLog),
    artifacts: plain(artifacts),
    artifactBytes: plain(artifactBytes),
    findConfig: plain(findConfig),
    config: (sweep, ...args) => attempt(() => config(db, of(sweep), sweep, ...args)),
    compareConfigs: (sweep, ...args) => attempt(() => compareConfigs(db, of(sweep), sweep, ...args)),
    countConfigs: (sweep, options) => countConfigs(connection, of(sweep), sweep, options),
    begunTrials: (sweep, options) => begunTrials(connection, of(sweep), sweep, options),
    configCurves: (sweep, ...args) => attempt(() => configCurves(db, of(sweep), sweep, ...args)),
    configConfusion: (sweep, ...args) => attempt(() => configConfusion(db, of(sweep), sweep, ...args)),
    columnTypes: plain(columnTypes),
    inventory: plain(inventory),
    checksum: (sweepId) => attempt(async () => checksum(db, of(await sweepById(db, sweepId)), sweepId)),
    query: (text, options) => query(connection, text, options),
    close: () => connection.close(),
  };
}

const countReusable: Method<'countReusable'> = async (db, resultKeys) => {
  const counted = await one<{ count: number }>(db)`
    select count(distinct result_key) as count
    from trial_rows
    where result_key = any(${[...resultKeys]}::text[]) and state in ('completed', 'pruned', 'diverged')`;
  return counted.count;
};
