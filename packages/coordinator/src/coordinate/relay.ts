import { performance } from 'node:perf_hooks';
import type { Job, Progress } from '@latentsweep/bus';
import { jobsOf } from '../plan/jobs.ts';
import { addCounts, type Run } from './run.ts';

/** Claims about `atMost` trials and publishes their jobs. Returns early when aborted; `drain` sees to the rest. */
export async function relay(run: Run, atMost: number): Promise<void> {
  const { sweep, store, inFlight, options } = run;
  const { dataset, signal } = options;
  const claimed = await store.claim(sweep.id, atMost);
  run.counted = false;
  run.queued = claimed.length === 0 ? 0 : Math.max(0, run.queued - claimed.length);
  if (claimed.length === 0) return;
  addCounts(run, { queued: -claimed.length, running: claimed.length });

  // Jobs on the same data one after another: a thread keeps few data sets.
  const jobs = jobsOf(claimed, { engine: sweep.engine, dataset: dataset.spec }).sort(
    (a, b) => a.replicate - b.replicate,
  );
  inFlight.add(jobs, claimed);
  run.trialsClaimed += claimed.length;
  run.jobsClaimed += jobs.length;
  await orAborted(publish(run, jobs), signal);
}

async function publish(run: Run, jobs: readonly Job[]): Promise<void> {
  const { bus, signal } = run.options;
  for (const job of jobs) {
    if (signal.aborted) run.inFlight.giveBack(job.milestones.map(({ trialId }) => trialId));
    else await bus.publishJob(job);
  }
}

/** Trials that workers let go of wait for the driver to put them back; epochs are shown. */
export function followProgress(run: Run): () => void {
  return run.options.bus.onProgress((progress: Progress) => {
    if (progress.sweepId !== run.sweep.id) return;
    switch (progress.kind) {
      case 'started':
        run.inFlight.noteStarted(progress.jobId, progress.worker, performance.now());
        break;
      case 'epoch':
        run.inFlight.noteEpoch(progress.jobId, progress.epoch);
        break;
      case 'released':
        run.inFlight.giveBack(progress.trialIds);
        run.bell.ring();
        break;
      default:
        progress satisfies never;
    }
  });
}

/** Puts back into the queue what workers or the bus gave back. */
export async function putBack(run: Run, trialIds: readonly number[]): Promise<void> {
  if (trialIds.length === 0) return;
  const requeued = await run.store.requeue(run.sweep.id, trialIds);
  for (const id of trialIds) run.inFlight.remove(id);
  run.queued += requeued;
  run.counted = false;
  addCounts(run, { queued: requeued, running: -requeued });
}

/** Resolves with `work` or when aborted: a full queue must not keep the user waiting. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let abort = () => {};
  const aborted = new Promise<void>((resolve) => {
    abort = resolve;
  });
  signal.addEventListener('abort', abort);
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
