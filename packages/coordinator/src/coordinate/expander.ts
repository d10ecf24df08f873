import { planTrials } from '../plan/trials.ts';
import type { Cursor } from '../port.ts';
import type { Run } from './run.ts';

/** Turns the next configs of the search into about `atMost` rows. */
export async function expand(run: Run, atMost: number): Promise<void> {
  const { sweep, store, searcher, options } = run;
  const before = sweep.cursor as Cursor | null;
  const wanted = Math.max(1, Math.ceil(atMost / sweep.replicates));
  // What others are compared with is run first: they come again in the search's own order, and are known then.
  const first = before === null ? searcher.first(wanted / 2) : [];
  const { configs, cursor, exhausted } = searcher.ask(before, Math.max(1, wanted - first.length));
  const trials = planTrials([...first, ...configs], {
    replicates: sweep.replicates,
    sweepSeed: sweep.seed,
    datasetFingerprint: options.dataset.fingerprint,
    engine: sweep.engine,
  });
  const { queued, reused } = await store.expand(sweep.id, trials, cursor, exhausted, run.owner);
  run.sweep = { ...run.sweep, cursor, expanded: exhausted };
  run.ledger.made({ queued, reused });
  if (reused > 0) run.bestIsOld = true;
}
