import { planTrials } from '../plan/trials.ts';
import { readBest } from './best.ts';
import { addCounts, type Run } from './run.ts';

/** Turns the next configs of the search into about `atMost` rows. */
export async function expand(run: Run, atMost: number): Promise<void> {
  const { sweep, store, searcher, options } = run;
  const { configs, cursor, exhausted } = searcher.ask(
    run.cursor,
    Math.max(1, Math.ceil(atMost / sweep.replicates)),
  );
  const trials = planTrials(configs, {
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
  if (reused > 0) run.best = await readBest(run);
}
