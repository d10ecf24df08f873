/** What the database says of a sweep that went through faults. Pure, but for `judge`'s reading. */

import type { Store, TrialCounts } from '@latentsweep/store';
import type { Change } from './audit.ts';
import { type Reference, readTrials, type TrialRow } from './reference.ts';

export interface Verdict {
  readonly trials: number;
  /** Trials that are missing or have not ended. */
  readonly lost: number;
  /** Trials that are there twice, ended twice, or were written by a coordinator that did not own the sweep. */
  readonly doubled: number;
  /** Trials whose end is not that of the fault-free run. */
  readonly different: number;
  /** Whatever else is wrong. */
  readonly faults: readonly string[];
  readonly rows: readonly TrialRow[];
}

export interface Expected {
  readonly reference: Reference;
  /** Trials that must be given up after their third death, and no others. */
  readonly poisoned: (config: TrialRow['config']) => boolean;
  /** Process ids of the coordinators by name. */
  readonly pids: ReadonlyMap<string, number>;
}

const ENDED = new Set(['completed', 'pruned', 'diverged', 'failed', 'quarantined', 'cancelled']);
export const hasEnded = (state: string): boolean => ENDED.has(state);

export async function judge(
  store: Store,
  sweepId: number,
  changes: readonly Change[],
  expected: Expected,
): Promise<Verdict> {
  const rows = await readTrials(store, sweepId);
  const ids = new Set(rows.map(({ id }) => id));
  const own = changes.filter(({ trialId }) => ids.has(trialId));
  const faults = differencesOfCounts(rows, await store.counts(sweepId));
  const { conflicts } = await store.alarms();
  if (conflicts.length > 0) faults.push(`${conflicts.length} second results differ from the first`);
  const stale = staleWrites(own, expected.pids);
  const verdict = {
    trials: expected.reference.trials.size,
    lost: lost(rows, expected.reference),
    doubled: doubled(rows, own) + stale.length,
    different: different(rows, expected),
    rows,
  };
  const poisoned = rows.some(({ config }) => expected.poisoned(config));
  if (!poisoned && verdict.lost + verdict.different === 0) {
    const checksum = await store.checksum(sweepId);
    if (checksum !== expected.reference.checksum) faults.push(`its checksum is ${checksum}`);
  }
  for (const { by, trialId, from, to } of stale.slice(0, 3)) {
    faults.push(`${by} moved trial ${trialId} from ${from} to ${to} without owning the sweep`);
  }
  return { ...verdict, faults };
}

export function lost(rows: readonly TrialRow[], { trials }: Reference): number {
  const ended = new Set(rows.filter(({ state }) => hasEnded(state)).map(({ key }) => key));
  return [...trials.keys()].filter((key) => !ended.has(key)).length;
}

export function doubled(rows: readonly TrialRow[], changes: readonly Change[]): number {
  const keys = new Set(rows.map(({ key }) => key));
  const ends = new Map<number, number>();
  for (const { trialId, from, to } of changes) {
    if (hasEnded(to) || hasEnded(from)) ends.set(trialId, (ends.get(trialId) ?? 0) + 1);
  }
  return rows.length - keys.size + [...ends.values()].filter((count) => count > 1).length;
}

export function different(
  rows: readonly TrialRow[],
  { reference, poisoned }: Pick<Expected, 'reference' | 'poisoned'>,
): number {
  const wrong = rows.filter(({ key, config, state, resultHash, deaths }) => {
    if (poisoned(config)) return state !== 'quarantined' || deaths !== 3;
    const other = reference.trials.get(key);
    return other?.state !== state || other.resultHash !== resultHash;
  });
  return wrong.length;
}

/** Claims, returns and quarantines are the owner's alone; results are written by whomever. */
export function staleWrites(changes: readonly Change[], pids: ReadonlyMap<string, number>): Change[] {
  return changes.filter(({ by, to, ownerPid }) => {
    const anyone = to === 'completed' || to === 'waiting' || to === 'diverged' || to === 'failed';
    return !anyone && pids.has(by) && pids.get(by) !== ownerPid;
  });
}

function differencesOfCounts(rows: readonly TrialRow[], counts: TrialCounts): string[] {
  const inRows = new Map<string, number>();
  for (const { state } of rows) inRows.set(state, (inRows.get(state) ?? 0) + 1);
  return Object.entries(counts)
    .filter(([state, count]) => state !== 'reused' && count !== (inRows.get(state) ?? 0))
    .map(([state, count]) => `the store counts ${count} ${state} trials and has ${inRows.get(state) ?? 0}`);
}
