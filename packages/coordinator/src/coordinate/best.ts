import type { Config } from '@latentsweep/core';
import type { RunStatus } from '../port.ts';
import type { Run } from './run.ts';

/** The best trial that the store has already: of an earlier call, or taken over from another sweep. */
export async function readBest({ store, sweep }: Run): Promise<RunStatus['best']> {
  const { columns, rows } = await store.topTrials(sweep, { limit: 1 });
  const [row] = rows;
  const value = row?.[columns.indexOf(sweep.metric)];
  const config = row?.[columns.indexOf('config')];
  return typeof value === 'number' && config ? { value, config: config as Config } : null;
}
