import { planTrials } from '../plan/trials.ts';
import { addCounts, type Run } from './run.ts';

/** Until a result that the next proposals depend on is asked for again, where none came. */
const IDLE_MS = 200;

/** Turns the next configs of the search into about `atMost` rows; waits a while where that has to wait for results. */
export async function expand(run: Run, atMost: number): Promise<void> {
  const { sweep, store, searcher, options } = run;
  const wanted = Math.max(1, Math.ceil(atMost / sweep.replicates));
  // What others are compared with is run first: they come again in the search's own order, and are known then.
  const first = run.cursor === null ? searcher.first(wanted / 2) : [];
  const history = searcher.learnsFrom
    ? await store.searchHistory(sweep.id, searcher.learnsFrom)
    : { finished: [], running: [] };
  if (history === null) return run.bell.wait(IDLE_MS);
  const { configs, reasons, cursor, exhausted } = searcher.ask({
    ...{ cursor: run.cursor, ...history },
    atMost: Math.max(1, wanted - first.length),
  });
  const context = {
    replicates: sweep.replicates,
    sweepSeed: sweep.seed,
    datasetFingerprint: options.dataset.fingerprint,
    engine: sweep.engine,
  };
  const trials = [...planTrials(first, context), ...planTrials(configs, context, reasons)];
  const { queued, reused } = await store.expand(sweep.id, trials, cursor, exhausted, run.owner);
  run.cursor = cursor;
  run.expanded = exhausted;
  run.queued += queued;
  run.counted = false;
  addCounts(run, { queued, completed: reused, reused });
  if (reused > 0) run.bestIsOld = true;
}
