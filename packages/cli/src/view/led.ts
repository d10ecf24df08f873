import type { Store, Sweep, SweepState } from '@latentsweep/store';

export type ShownState = SweepState | 'stopped' | 'waiting';

/** The ids of the sweeps that a process is running at this moment: it holds their lease. */
export async function ledSweeps(store: Store): Promise<ReadonlySet<number>> {
  const { rows } = await store.query('select id::int from sweeps where run_until > clock_timestamp()');
  return new Set(rows.map(([id]) => Number(id)));
}

/**
 * A sweep whose process was stopped or killed still stands as running in the store: people are told `stopped`. One of
 * the cluster that no coordinator runs yet is `waiting`.
 */
export function stateForPeople(sweep: Sweep, led: ReadonlySet<number>): ShownState {
  if (sweep.state !== 'running' || led.has(sweep.id)) return sweep.state;
  return sweep.onCluster ? 'waiting' : 'stopped';
}
