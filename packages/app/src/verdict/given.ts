import type { Verdict } from '@latentsweep/core';
import type { KnownSweep, RankingOptions, Reading } from '@latentsweep/store';
import { isGiven, readVerdict, type SweepVerdict } from './read.ts';
import { noVerdict } from './refusal.ts';

/** Throws InputError `unknown_metric`, `bad_where` and, where none can be given, `verdict_…`. */
export async function givenVerdict(
  store: Reading,
  sweep: KnownSweep,
  options: RankingOptions = {},
): Promise<SweepVerdict & { readonly verdict: Verdict }> {
  const read = await readVerdict(store, sweep, options);
  const { verdict } = read;
  if (!isGiven(verdict)) throw noVerdict({ ...read, verdict });
  return { ...read, verdict };
}
