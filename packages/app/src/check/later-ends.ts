import { type SweepDefinition, storedDefinition } from '@latentsweep/coordinator';
import type { Reading } from '@latentsweep/store';
import type { Say } from '../say.ts';
import { newestOfName } from './newest-of-name.ts';

/** Says where `early_terminate` makes another sweep of a file than the one that it had no effect in. */
export async function sayLaterEnds(
  { store, say }: { readonly store: Reading; readonly say: Say },
  { name, early }: SweepDefinition,
): Promise<void> {
  if (!early) return;
  const earlier = await newestOfName(store, name);
  if (!earlier || storedDefinition(earlier).early || !/^early_terminate\b/m.test(earlier.source)) return;
  say({
    ...{ code: 'later_ends', path: 'early_terminate' },
    message: `\`early_terminate\` had no effect in ${earlier.slug}, and stops runs now: this is a sweep of its own, which takes over what is there`,
    hint: `\`--set early_terminate=false\` goes on with ${earlier.slug}.`,
  });
}
