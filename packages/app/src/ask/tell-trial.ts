import type { Asking, Noted } from './asking.ts';
import { neverGiven } from './judge.ts';
import { type AskServices, openAsking } from './open-asking.ts';
import type { Said } from './told-json.ts';
import { readTrialName } from './trial-name.ts';

export type Heard = Noted | Awaited<ReturnType<Asking['report']>>;

/**
 * Notes what is said of a trial of whichever sweep. Throws InputError `bad_trial`, and what `report` and `tell` of Asking throw.
 */
export async function tellTrial(services: AskServices, trial: string, said: Said): Promise<Heard> {
  const name = readTrialName(trial);
  const given = await services.store.givenTrial(name.trialId);
  if (given === null) throw neverGiven(name);
  const asking = await openAsking(services, await services.store.sweep(given.sweepId));
  return said.kind === 'end' ? asking.tell(trial, said.told) : asking.report(trial, said.step, said.metrics);
}
