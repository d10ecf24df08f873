/** Results of programs that are said to be the same wherever they are computed, between sweeps. */

import type { Curves } from '@latentsweep/core';
import { sql } from 'kysely';
import { all, type Trx } from '../db.ts';
import type { TrialOutcome, TrialState } from '../port.ts';
import type { LockedSweep } from './fence.ts';

/** Whether the sweep's results are another's, and another's are its own. Those of built-in trials are taken over row by row. */
export const isTakenOver = ({ ownMeasures, exact }: LockedSweep): boolean => ownMeasures !== null && exact;

/** For a trial `t`: the first one of another sweep with the result that it has, or is to have. */
const TWIN = sql`
  join lateral (
    select o.*
    from trial_rows o
    where o.result_key = t.result_key and o.sweep_id <> t.sweep_id and o.state in ('completed', 'pruned', 'diverged')
    order by o.id
    limit 1
  ) twin on true`;

interface TwinRow {
  readonly id: number;
  /** That of the trial to come. */
  readonly attempt: number;
  readonly state: TrialState;
  readonly worker: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Of the sweep that it is from, by place. */
  readonly names: readonly string[];
  readonly own: readonly (number | null)[] | null;
  readonly numbers: readonly number[] | null;
  readonly ends: readonly number[] | null;
}

/** What other sweeps have of these trials, as if it came now: by names, since each sweep has an order of its own. */
export async function twinOutcomes(trx: Trx, trialIds: readonly number[]): Promise<TrialOutcome[]> {
  const rows = await all<TwinRow>(trx)`
    select t.id, t.passed + 1 as attempt, twin.state, coalesce(twin.worker, '') as worker,
      twin.started_at as "startedAt", coalesce(twin.duration_ms, 0) as "durationMs",
      s.own_measures as names, twin.own, c.numbers, c.ends
    from trial_rows t
    ${TWIN}
    join sweep_rows s on s.id = twin.sweep_id
    left join own_curve_rows c on c.trial_id = twin.id
    where t.id = any(${[...trialIds]}::bigint[])
    order by t.id`;
  return rows.map(({ id: trialId, attempt, state, worker, startedAt, durationMs, ...held }) => ({
    ...{ trialId, attempt, worker, startedAt, durationMs },
    // What was stopped at a band has the result of so many steps.
    ...(state === 'pruned' ? { cut: true } : {}),
    result:
      state === 'diverged'
        ? { outcome: 'diverged', epoch: 0, reason: '', curves: curvesOf(held) }
        : { outcome: 'completed', measures: measuresOf(held), curves: curvesOf(held) },
  }));
}

/** Notes where the results are from, and what tells them apart from others. */
export async function markTakenOver(trx: Trx, trialIds: readonly number[]): Promise<void> {
  await sql`
    update trial_rows mine
    set reused_from = coalesce(twin.reused_from, twin.id), finished_at = twin.finished_at, error = twin.error,
      result_hash = twin.result_hash, result_version = twin.result_version
    from trial_rows t
    ${TWIN}
    where t.id = any(${[...trialIds]}::bigint[]) and mine.id = t.id`.execute(trx);
}

/**
 * Results that have just ended their trials, as second ones of those trials of other sweeps that have the same key: they are to be
 * equal.
 */
export async function besideTwins(
  trx: Trx,
  outcomes: readonly TrialOutcome[],
  ended: readonly number[],
): Promise<TrialOutcome[]> {
  const pairs = await all<{ id: number; twin: number }>(trx)`
    select t.id, twin.id as twin
    from trial_rows t
    ${TWIN}
    where t.id = any(${[...ended]}::bigint[])`;
  const twins = new Map(pairs.map(({ id, twin }) => [id, twin]));
  return outcomes.flatMap((outcome) => {
    const trialId = twins.get(outcome.trialId);
    return trialId === undefined ? [] : [{ ...outcome, trialId, attempt: LATEST }];
  });
}

/** Behind any band that the other has passed. */
const LATEST = 2 ** 31 - 1;

function measuresOf({ names, own }: Pick<TwinRow, 'names' | 'own'>): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name, i) => {
      const value = own?.[i] ?? null;
      return value === null ? [] : [[name, value]];
    }),
  );
}

function curvesOf({ names, numbers, ends }: Pick<TwinRow, 'names' | 'numbers' | 'ends'>): Curves {
  if (numbers === null || ends === null) return {};
  const curves = ends.map(
    (end, i) => [['step', ...names][i]!, numbers.slice(ends[i - 1] ?? 0, end)] as const,
  );
  return Object.fromEntries(curves.filter(([, values]) => values.length > 0));
}
