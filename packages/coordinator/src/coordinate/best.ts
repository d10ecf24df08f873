import type { Config } from '@latentsweep/core';
import type { Store, Sweep } from '@latentsweep/store';
import type { RunStatus } from '../port.ts';

interface Where {
  readonly store: Pick<Store, 'topTrials' | 'trial'>;
  readonly sweep: Sweep;
}

/** The best trial among the store's rows: of an earlier call, taken over from another sweep, or of this call. */
export async function readBest({ store, sweep }: Where): Promise<RunStatus['best']> {
  const { columns, rows } = await store.topTrials(sweep, { limit: 1 });
  const [best] = rows;
  if (!best) return null;
  const { row } = await store.trial(best[columns.indexOf('id')] as number);
  return { value: row['value'] as number, config: row['config'] as Config };
}
