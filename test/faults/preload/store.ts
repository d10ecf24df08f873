/** The store, with a place to strike at each write. */

import { type OpenOptions, openStore as open, type Store } from '@latentsweep/store';
import { passing } from './strike.ts';

export * from '@latentsweep/store';

export async function openStore(options: OpenOptions = {}): Promise<Store> {
  const store = await open(options);
  return {
    ...store,
    expand: (...args) => passing('store.expand', () => store.expand(...args)),
    claim: (...args) => passing('store.claim', () => store.claim(...args)),
    record: (...args) => passing('store.record', () => store.record(...args)),
    requeue: (...args) => passing('store.requeue', () => store.requeue(...args)),
    renewLeases: (...args) => passing('store.renewLeases', () => store.renewLeases(...args)),
    decideRung: (...args) => passing('store.decideRung', () => store.decideRung(...args)),
    aliveConfigs: (...args) => passing('store.aliveConfigs', () => store.aliveConfigs(...args)),
    bandStand: (...args) => passing('store.bandStand', () => store.bandStand(...args)),
    decideBand: (...args) => passing('store.decideBand', () => store.decideBand(...args)),
    waitingConfigs: (...args) => passing('store.waitingConfigs', () => store.waitingConfigs(...args)),
    searchHistory: (...args) => passing('store.searchHistory', () => store.searchHistory(...args)),
  };
}
