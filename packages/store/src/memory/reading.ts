import { MOST } from '../cluster/alarms.ts';
import { SAID_WITHIN_MS } from '../cluster/troubles.ts';
import { parameterColumns, trialColumnNames } from '../columns.ts';
import { CATALOGUE } from '../measures.ts';
import type { BestConfig, Reading, TrialCounts } from '../port.ts';
import { meant, wordOf } from '../sweep/meant.ts';
import { unknownSweep } from '../sweep/read.ts';
import { TALLIES } from '../trial/derive.ts';
import { unknownTrial } from '../trial/read.ts';
import { runningIn } from './ledger.ts';
import {
  claimedOf,
  hasResult,
  type Memory,
  type Now,
  namesOf,
  type SweepRow,
  type TrialRow,
  unanswered,
} from './memory.ts';
import { sweepIn } from './sweeps.ts';

export function reading(memory: Memory): Now<Reading> {
  const { now, sweeps } = memory;
  const newestFirst = () => [...sweeps.values()].toReversed();
  const listed = (row: SweepRow) => ({ ...row.sweep, counts: countsOf(row), best: bestOf(row) });
  return {
    location: { kind: 'embedded', url: 'memory:', psql: '' },
    findSweep(word) {
      const names = namesOf(memory);
      const [found, ...passedOver] = meant(word, names);
      if (!found) throw unknownSweep(word, names);
      return { sweep: { ...sweepIn(memory, found.id).sweep, word: wordOf(found, names) }, passedOver };
    },
    sweep: (id) => sweepIn(memory, id).sweep,
    sweepOn: (name, fingerprints) =>
      newestFirst()
        .map(({ sweep }) => sweep)
        .find((sweep) => sweep.name === name && fingerprints.includes(sweep.datasetFingerprint)) ?? null,
    listSweeps: () => newestFirst().map(listed),
    runningSweeps: () =>
      newestFirst()
        .filter(({ sweep }) => sweep.state === 'running')
        .map(({ sweep }) => sweep.id),
    counts: (sweepId) => countsOf(sweeps.get(sweepId)),
    bestConfig: (sweepId) => bestOf(sweepIn(memory, sweepId)),
    runningTrials: (sweepId, { expired = false } = {}) =>
      runningIn(sweepIn(memory, sweepId), null)
        .map((trial) => ({
          ...claimedOf(trial),
          ...{ worker: trial.worker, leaseLeftMs: trial.lease_until!.getTime() - now() },
        }))
        .filter(({ leaseLeftMs }) => !expired || leaseLeftMs < 0),
    runHolders: () =>
      new Map(
        [...sweeps]
          .filter(([, { owner, until }]) => owner !== null && until > now())
          .map(([id, { owner, until }]) => [id, { owner: owner!, leaseLeftMs: until - now() }]),
      ),
    leader: () => (memory.lead && memory.lead.until > now() ? memory.lead.owner : null),
    listWorkers: () =>
      [...memory.workers.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ at, ...worker }) => ({
          ...worker,
          lastSeen: new Date(at),
          silentMs: Math.max(0, now() - at),
        })),
    listTroubles: () =>
      [...memory.troubles]
        .filter(([, { said }]) => said > now() - SAID_WITHIN_MS)
        .map(([reason, { since }]) => ({ reason, since: new Date(since) })),
    alarms: () => ({
      conflicts: memory.conflicts
        .map(({ trialId, worker, at }) => ({ trialId, worker, at }))
        .slice(-MOST)
        .reverse(),
      badMessages: memory.badMessages,
    }),
    countReusable(resultKeys) {
      const keys = new Set(resultKeys);
      const known = [...memory.trials.values()].filter(
        (trial) => keys.has(trial.result_key) && hasResult(trial),
      );
      return new Set(known.map(({ result_key }) => result_key)).size;
    },
    trials(sweep, { after, limit, where }) {
      if (where !== undefined) return unanswered('trials')();
      const parameters = parameterColumns(sweep.parameters);
      const columns = trialColumnNames(CATALOGUE, sweep.parameters);
      const nameOf = new Map(parameters.map(({ name, column }) => [column, name]));
      const cell = (trial: TrialRow, column: string) => {
        const name = nameOf.get(column);
        return name === undefined ? trial[column] : (trial.config[name] ?? null);
      };
      const page = sweepIn(memory, sweep.id).trials.slice(after, after + limit);
      return { columns, rows: page.map((trial) => columns.map((column) => cell(trial, column))) };
    },
    trial(id) {
      const found = memory.trials.get(id);
      if (!found) throw unknownTrial(id);
      const { curves, reason: _, ...row } = found;
      return { row: { ...row, sweep: sweepIn(memory, row.sweep_id).sweep.slug }, curves };
    },
    timing: unanswered('timing'),
    leaderboard: unanswered('leaderboard'),
    standing: unanswered('standing'),
    topTrials: unanswered('topTrials'),
    columnTypes: unanswered('columnTypes'),
    inventory: unanswered('inventory'),
    checksum: unanswered('checksum'),
    query: unanswered('query'),
  };
}

function countsOf(row: SweepRow | undefined): TrialCounts {
  const none = Object.fromEntries(TALLIES.map((name) => [name, 0]));
  const counts = none as Record<keyof TrialCounts, number>;
  for (const { state, reused_from } of row?.trials ?? []) {
    counts[state] += 1;
    if (reused_from !== null) counts.reused += 1;
  }
  return counts;
}

/** As `bestConfig` in rank/best.ts: the best mean of those with all replicates, or else of all. */
function bestOf({ sweep, trials }: SweepRow): BestConfig | null {
  const withValue = trials.filter(({ value }) => value !== null);
  const means = [...Map.groupBy(withValue, ({ config_hash }) => config_hash).values()].map((own) => ({
    value: own.reduce((sum, { value }) => sum + value!, 0) / own.length,
    ...{ n: own.length, config: own[0]!.config },
  }));
  const whole = means.filter(({ n }) => n >= sweep.replicates);
  const ranked = (whole.length > 0 ? whole : means).sort((a, b) => b.value - a.value);
  return (sweep.goal === 'maximize' ? ranked[0] : ranked.at(-1)) ?? null;
}
