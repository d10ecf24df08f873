import { planTrials } from '../plan/trials.ts';
import type { Cursor } from '../port.ts';
import type { Run } from './run.ts';

/** Turns the next configs of the search into about `trialsWanted` rows. False where that has to wait for results. */
export async function expand(run: Run, trialsWanted: number): Promise<boolean> {
  const { sweep, store, searcher, options } = run;
  const before = sweep.cursor as Cursor | null;
  const wanted = Math.max(1, Math.ceil(trialsWanted / sweep.replicates));
  // What others are compared with is run first: they come again in the search's own order, and are known then.
  const first = before === null && !searcher.learnsFrom ? searcher.first(wanted / 2) : [];
  const history = searcher.learnsFrom
    ? await store.searchHistory(sweep.id, searcher.learnsFrom)
    : { made: 0, finished: [], running: [] };
  if (history === null) return false;
  const atMost = Math.max(1, wanted - first.length);
  const { configs, reasons, cursor, exhausted } = searcher.ask({ cursor: before, ...history, atMost });
  const context = {
    replicates: sweep.replicates,
    sweepSeed: sweep.seed,
    datasetFingerprint: options.dataset.fingerprint,
    engine: sweep.engine,
  };
  const trials = [...planTrials(first, context), ...planTrials(configs, context, reasons)];
  const { queued, reused } = await store.expand(sweep.id, trials, cursor, exhausted, run.owner);
  run.sweep = { ...run.sweep, cursor, expanded: exhausted };
  run.ledger.made({ queued, reused });
  if (reused > 0) run.bestIsOld = true;
  return true;
}
