import type { Verdict } from '@latentsweep/core';
import type { KnownSweep, RankingOptions, Reading } from '@latentsweep/store';
import { refuseProgram } from '../program/built-in.ts';
import { isGiven, readVerdict, type SweepVerdict } from './read.ts';
import { noVerdict } from './refusal.ts';

/** Throws InputError `unknown_metric`, `bad_where` and, where none can be given, `verdict_…` or `built_in_only`. */
export async function givenVerdict(
  store: Reading,
  sweep: KnownSweep,
  options: RankingOptions = {},
): Promise<SweepVerdict & { readonly verdict: Verdict }> {
  refuseProgram(
    sweep,
    'A verdict says whether augmentation helped',
    `Its configs are ranked by \`sweep top ${sweep.word}\`, its parameters by \`sweep importance ${sweep.word}\`.`,
  );
  const read = await readVerdict(store, sweep, options);
  const { verdict } = read;
  if (!isGiven(verdict)) throw noVerdict({ ...read, verdict });
  return { ...read, verdict };
}
