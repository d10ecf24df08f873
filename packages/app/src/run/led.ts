import { isAsked, isGone, processOf } from '@latentsweep/coordinator';
import type { Reading, Sweep, SweepState } from '@latentsweep/store';

export type ShownState = SweepState | 'stopped' | 'waiting';

/**
 * The ids of the sweeps that a process is running at this moment: it holds their lease. Processes at an embedded store
 * are of this machine: one that was killed holds nothing, though its lease has some seconds left.
 */
export async function ledSweeps(store: Reading): Promise<ReadonlySet<number>> {
  const local = store.location.kind === 'embedded';
  const lives = (owner: string) => {
    const holder = local ? processOf(owner) : null;
    return holder === null || !isGone(holder);
  };
  return new Set([...(await store.runHolders())].filter(([, { owner }]) => lives(owner)).map(([id]) => id));
}

/**
 * A sweep whose process was stopped or killed still stands as running in the store: people are told `stopped`. One of
 * the cluster that no coordinator runs yet is `waiting`. One whose trials are asked for needs no process.
 */
export function stateForPeople(sweep: Sweep, led: ReadonlySet<number>): ShownState {
  if (sweep.state !== 'running' || led.has(sweep.id) || isAsked(sweep)) return sweep.state;
  return sweep.onCluster ? 'waiting' : 'stopped';
}

/** The newest sweep that a process runs, or else the newest that stands as running; null where none does. */
export async function newestRunning(store: Reading): Promise<number | null> {
  return newestAtWork(await store.runningSweeps(), await ledSweeps(store));
}

/** `ids` has the newest first. */
export function newestAtWork(ids: readonly number[], led: ReadonlySet<number>): number | null {
  return ids.find((id) => led.has(id)) ?? ids[0] ?? null;
}
