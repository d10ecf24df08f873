import { storedDefinition } from '@latentsweep/coordinator';
import type { Reading, Sweep } from '@latentsweep/store';
import { earlyText, raceText } from '../text/rung.ts';

/** What the race of a sweep dropped so far, and its bands of epochs stopped; null where it has neither. */
export async function raceOf(store: Reading, sweep: Sweep): Promise<string | null> {
  const definition = storedDefinition(sweep);
  const rungs = await store.decidedRungs(sweep.id);
  const texts = [earlyText(definition, rungs), raceText(definition, rungs)].filter((text) => text !== null);
  return texts.length === 0 ? null : texts.join('; ');
}
