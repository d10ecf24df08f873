import { StoreProgress, SweepProgress } from '@latentsweep/app';
import type { KnownSweep, Store } from '@latentsweep/store';
import { liveSweep } from '../answer/live.ts';
import { NO_STORE, SWEEPS, sweepsAnswer, type Told } from '../answer/overview.ts';
import type { Desk } from '../desk.ts';
import type { Question } from './hub.ts';

type Looking = Pick<Desk, 'openStore' | 'engines' | 'spell'>;

/** The key of the question for all sweeps, and of that for one. */
export const OVERVIEW = 'sweeps';
export const keyOf = ({ id }: Pick<KnownSweep, 'id'>): string => `sweep ${id}`;

/** How all sweeps go. */
export function overviewQuestion({ openStore, engines, spell }: Looking): Question {
  let progress: StoreProgress | null = null;
  const look = async (): Promise<Told> => {
    const store = await openStore();
    if (store === null) return NO_STORE;
    progress ??= new StoreProgress({ store, engines, spell });
    return sweepsAnswer(await progress.look({ limit: SWEEPS }), { location: store.location, spell });
  };
  return {
    event: 'sweeps',
    async ask() {
      const answer = await look();
      // That a worker was heard of again is no news.
      const workers = answer.workers.map(({ lastSeen: _, ...worker }) => worker);
      return { same: JSON.stringify({ ...answer, workers }), answer: (mayAct) => ({ ...answer, mayAct }) };
    },
  };
}

/** How one sweep of the store goes. */
export function sweepQuestion({ engines, spell }: Looking, store: Store, sweep: KnownSweep): Question {
  const progress = new SweepProgress({ store, sweep, engines, spell });
  return {
    event: 'sweep',
    async ask() {
      const answer = liveSweep(await progress.look());
      return { same: JSON.stringify(answer), answer: () => answer };
    },
  };
}
