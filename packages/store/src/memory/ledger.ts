import type { ClusterBook, Death, Owner, Reading, SweepBook, TrialLedger, TrialOutcome } from '../port.ts';
import { loggedReason, tellDeaths } from '../trial/deaths.ts';
import { takenOver } from '../trial/fence.ts';
import { workersOf } from '../trial/lease.ts';
import { oneEach } from '../trial/record.ts';
import { searchHistory } from './history.ts';
import {
  claimedOf,
  hasResult,
  isOpen,
  type Memory,
  NO_RESULT,
  type Now,
  type SweepRow,
  type TrialRow,
} from './memory.ts';
import { resultOf } from './result.ts';

type Own = Omit<TrialLedger, keyof Reading | keyof SweepBook | keyof ClusterBook>;

/** Trials from their making to their end, as the statements in trial/ have them. */
export function trialLedger(memory: Memory): Now<Own> {
  const { now } = memory;
  const date = (ms = 0) => new Date(now() + ms);

  const sweepOf = ({ sweep_id }: TrialRow) => memory.sweeps.get(sweep_id)!;

  function owned(sweepId: number, owner: Owner): SweepRow {
    const row = memory.sweeps.get(sweepId);
    if (!row || row.owner !== owner) {
      throw takenOver(sweepId, row && { slug: row.sweep.slug, run_owner: row.owner });
    }
    return row;
  }

  function charge(trial: TrialRow, { worker, reason }: Death): void {
    const died = { at: date().toISOString(), worker: worker ?? trial.worker, reason: loggedReason(reason) };
    Object.assign(trial, { deaths: trial.deaths + 1, death_log: [...(trial.death_log ?? []), died] });
  }

  /** The first of those trials of any sweep that have this result. */
  const twinOf = (key: string) =>
    [...memory.trials.values()].find((trial) => trial.result_key === key && hasResult(trial));

  function end(outcome: TrialOutcome): boolean {
    const trial = memory.trials.get(outcome.trialId);
    if (!trial || !isOpen(trial)) return false;
    const result = resultOf(outcome);
    const current = trial.state === 'running' && trial.attempt === outcome.attempt;
    if (result.state === 'failed' && !current) return false;
    const value = result[sweepOf(trial).sweep.metric] ?? null;
    Object.assign(trial, { ...NO_RESULT, ...result, value, finished_at: date(), lease_until: null });
    return true;
  }

  /** Keeps a result that differs from the recorded one; returns whether it does. */
  function conflicts(outcome: TrialOutcome): boolean {
    const { result_hash: hash, state } = resultOf(outcome);
    const { trialId, worker } = outcome;
    const trial = memory.trials.get(trialId);
    const comparable = trial && hasResult(trial) && state !== 'failed' && trial.result_hash && hash;
    if (!comparable || trial.result_hash === hash || !sweepOf(trial).exact) return false;
    const same = (kept: Memory['conflicts'][number]) =>
      kept.trialId === trialId && kept.worker === worker && kept.hash === hash;
    if (!memory.conflicts.some(same)) memory.conflicts.push({ trialId, worker, at: date(), hash });
    return true;
  }

  return {
    acquireRun(sweepId, owner, leaseMs) {
      const row = memory.sweeps.get(sweepId);
      if (!row || (row.owner !== null && row.owner !== owner && row.until >= now())) return false;
      Object.assign(row, { owner, until: now() + leaseMs });
      return true;
    },
    releaseRun(sweepId, owner) {
      const row = memory.sweeps.get(sweepId);
      if (row?.owner === owner) row.owner = null;
    },

    expand(sweepId, given, cursor, expanded, owner) {
      const row = owned(sweepId, owner);
      if (row.sweep.state === 'cancelled') return { queued: 0, reused: 0, duplicates: 0 };
      const placeOf = (configHash: string, replicate: number) => `${configHash}/${replicate}`;
      const known = new Set(row.trials.map((trial) => placeOf(trial.config_hash, trial.replicate)));
      const before = row.trials.length;
      let reused = 0;
      for (const { config, configHash, runHash, baselineHash, replicate, seed, resultKey, reason } of given) {
        const place = placeOf(configHash, replicate);
        if (known.has(place)) continue;
        known.add(place);
        const twin = twinOf(resultKey);
        const taken = twin && Object.fromEntries(Object.keys(NO_RESULT).map((name) => [name, twin[name]]));
        const trial: TrialRow = {
          ...(NO_RESULT as { value: null; result_hash: null; curves: null }),
          id: ++memory.made.trials,
          sweep_id: sweepId,
          number: row.trials.length + 1,
          config,
          config_hash: configHash,
          run_hash: runHash,
          baseline_hash: baselineHash,
          replicate,
          seed,
          result_key: resultKey,
          reason: reason ?? null,
          state: twin?.state ?? 'queued',
          reused_from: twin ? (twin.reused_from ?? twin.id) : null,
          attempt: 0,
          deaths: 0,
          death_log: null,
          lease_until: null,
          worker: twin?.worker ?? null,
          queued_at: date(),
          ...(taken && { ...taken, value: (twin[row.sweep.metric] ?? null) as number | null }),
        };
        row.trials.push(trial);
        memory.trials.set(trial.id, trial);
        if (twin) reused += 1;
      }
      row.sweep = { ...row.sweep, cursor, expanded };
      const made = row.trials.length - before;
      return { queued: made - reused, reused, duplicates: given.length - made };
    },

    searchHistory: (sweepId, wish) => searchHistory(memory.sweeps.get(sweepId)!, wish),

    claim(sweepId, limit, owner, leaseMs) {
      const { sweep, trials } = owned(sweepId, owner);
      if (sweep.state !== 'running') return [];
      const queued = trials.filter(({ state }) => state === 'queued');
      const runOf = ({ run_hash, replicate }: TrialRow) => `${run_hash}/${replicate}`;
      const first = new Set(queued.slice(0, limit).map(runOf));
      const taken = queued.filter((trial) => first.has(runOf(trial)));
      for (const trial of taken) {
        const attempt = trial.attempt + 1;
        Object.assign(trial, { state: 'running', attempt, started_at: date(), lease_until: date(leaseMs) });
      }
      return taken.map(claimedOf);
    },

    renewLeases(sweepId, leases, owner, leaseMs) {
      owned(sweepId, owner);
      const workers = workersOf(leases);
      const running = runningIn(memory.sweeps.get(sweepId)!, [...workers.keys()]);
      for (const trial of running) {
        Object.assign(trial, { lease_until: date(leaseMs), worker: workers.get(trial.id) });
      }
      return running.map(({ id }) => id);
    },

    record(outcomes) {
      const first = oneEach(outcomes);
      const ended = [...first.values()].filter(end);
      const late = outcomes.filter((outcome) => !ended.includes(outcome)).filter(conflicts);
      return { ended: idsOf(ended), conflicts: idsOf(late) };
    },

    requeue(sweepId, trialIds, owner, death) {
      const row = owned(sweepId, owner);
      const running = runningIn(row, trialIds);
      const cancelled = row.sweep.state === 'cancelled';
      for (const trial of running) {
        if (death) charge(trial, death);
        Object.assign(trial, {
          ...{ state: cancelled ? 'cancelled' : 'queued', finished_at: cancelled ? date() : null },
          ...{ lease_until: null, worker: null, started_at: null },
        });
      }
      return running.length;
    },

    quarantine(sweepId, trialIds, owner, death) {
      const running = runningIn(owned(sweepId, owner), trialIds);
      for (const trial of running) {
        charge(trial, death);
        Object.assign(trial, {
          ...{ state: 'quarantined', worker: death.worker ?? trial.worker, lease_until: null },
          ...{ finished_at: date(), error: tellDeaths(trial.death_log!) },
        });
      }
      return running.length;
    },
  };
}

export function runningIn({ trials }: SweepRow, ids: readonly number[] | null): TrialRow[] {
  const wanted = ids && new Set(ids);
  return trials.filter(({ id, state }) => state === 'running' && (!wanted || wanted.has(id)));
}

const idsOf = (outcomes: readonly TrialOutcome[]) =>
  [...new Set(outcomes.map(({ trialId }) => trialId))].sort((a, b) => a - b);
