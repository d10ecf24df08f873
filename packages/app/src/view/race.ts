import { storedDefinition } from '@latentsweep/coordinator';
import type { Reading, Sweep } from '@latentsweep/store';
import { raceText } from '../text/rung.ts';

/** What the race of a sweep dropped so far; null where it has none. */
export async function raceOf(store: Reading, sweep: Sweep): Promise<string | null> {
  return raceText(storedDefinition(sweep), await store.decidedRungs(sweep.id));
}
