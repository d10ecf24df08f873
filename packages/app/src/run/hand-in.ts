import { isAsked, refuseTooManyTrials } from '@latentsweep/coordinator';
import type { EngineKind } from '@latentsweep/core';
import type { KnownSweep, Store } from '@latentsweep/store';
import { beginAsked } from '../ask/begin-asked.ts';
import { checkText } from '../check/check-file.ts';
import { engineForCluster } from '../engine/engine.ts';
import { soughtFor } from '../engine/sought.ts';
import { plannedTrials } from '../plan/planned.ts';
import type { Say } from '../say.ts';
import { begin } from './begin.ts';
import { enginesAtWork, submitToCluster } from './submit.ts';

interface HandIn {
  /** Null while none was made yet. */
  readonly store: Store | null;
  readonly engines: readonly EngineKind[];
  /** Where relative paths of the text start. */
  readonly folder: string;
  readonly say: Say;
}

/** What became of a text: a sweep at the cluster; null where no cluster can share the store. */
interface HandedIn {
  readonly sweep: KnownSweep | null;
  readonly created: boolean;
  readonly trials: number;
}

/**
 * Checks the text of a sweep file and its data, and hands it to the cluster of the store, or to whoever asks; nothing is trained here. Throws
 * InputError `bad_sweep_file` with all faults, `too_many_trials`, and what `begin` throws.
 */
export async function handIn({ store, engines, folder, say }: HandIn, text: string): Promise<HandedIn> {
  const checked = await checkText(text, { folder, engines }, { store: async () => store, say });
  const trials = plannedTrials(checked.definition);
  refuseTooManyTrials(checked.definition, { trials }, false);
  if (store !== null && isAsked(checked)) {
    const { sweep, created } = await beginAsked({ store, say }, checked);
    return { sweep, created, trials };
  }
  if (store === null || store.location.kind === 'embedded') return { sweep: null, created: false, trials };
  const theirs = () => enginesAtWork(store, checked.definition);
  const engine = await engineForCluster(engines, {}, soughtFor(checked), theirs);
  const { sweep, created } = await begin({ store, say }, checked, { engine, onCluster: true, here: false });
  if (sweep.state === 'completed') return { sweep, created, trials };
  return { sweep: await submitToCluster(store, sweep, checked.dataset), created, trials };
}
