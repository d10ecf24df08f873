import { storedDefinition } from '@latentsweep/coordinator';
import type { KnownSweep, Store } from '@latentsweep/store';
import { refuseNotAsked } from './refuse.ts';

/** Lets whoever asks be given trials of a sweep that was paused. Returns it as it then is. */
export async function resumeAsked(store: Store, sweep: KnownSweep): Promise<KnownSweep> {
  refuseNotAsked(sweep, storedDefinition(sweep));
  if (sweep.state === 'paused') await store.setSweepState(sweep.id, 'running');
  return { ...(await store.sweep(sweep.id)), word: sweep.word };
}
