import { planTrials } from '../plan/trials.ts';
import { addCounts, type Run } from './run.ts';

/** Turns the next configs of the search into about `atMost` rows. */
export async function expand(run: Run, atMost: number): Promise<void> {
  const { sweep, store, searcher, options } = run;
  const wanted = Math.max(1, Math.ceil(atMost / sweep.replicates));
  // What others are compared with is run first: they come again in the search's own order, and are known then.
  const first = run.cursor === null ? searcher.first(wanted / 2) : [];
  const { configs, cursor, exhausted } = searcher.ask(run.cursor, Math.max(1, wanted - first.length));
  const trials = planTrials([...first, ...configs], {
    replicates: sweep.replicates,
    sweepSeed: sweep.seed,
    datasetFingerprint: options.dataset.fingerprint,
    engine: sweep.engine,
  });
  const { queued, reused } = await store.expand(sweep.id, trials, cursor, exhausted, run.owner);
  run.cursor = cursor;
  run.expanded = exhausted;
  run.queued += queued;
  run.counted = false;
  addCounts(run, { queued, completed: reused, reused });
  if (reused > 0) run.bestIsOld = true;
}
