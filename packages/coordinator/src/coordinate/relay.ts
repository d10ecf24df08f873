import { performance } from 'node:perf_hooks';
import type { Progress } from '@latentsweep/bus';
import { byShape, type JobsContext, jobsOf } from '../plan/jobs.ts';
import type { Run } from './run.ts';

/** Claims about `atMost` trials and sends their jobs on their way. */
export async function relay(run: Run, atMost: number): Promise<void> {
  const { sweep, store, inFlight, options } = run;
  const claimed = await store.claim(sweep.id, atMost, run.owner, options.leaseMs);
  const each = jobsOf(claimed, jobsContext(run));
  const jobs = options.fuses() ? byShape(each) : each;
  inFlight.add(jobs, claimed);
  run.ledger.claimed(claimed.length, jobs.length);
  run.sender.send(jobs);
}

export function jobsContext({ sweep, space, options }: Run): JobsContext {
  return {
    space,
    engine: sweep.engine,
    dataset: options.dataset.fingerprint,
    requires: options.definition.requires,
  };
}

/** Trials that workers let go of wait for the driver to put them back; the rest is shown. */
export function followWorkers(run: Run): () => void {
  const { bus } = run.options;
  const stops = [
    followProgress(run),
    bus.onPresence(({ worker, trials }) => {
      const own = trials.find(({ sweepId }) => sweepId === run.sweep.id);
      run.inFlight.noteHeld(worker, own?.trialIds ?? [], performance.now());
    }),
    bus.onQueueLost(() => {
      run.inFlight.giveBackUnbegun();
      run.bell.ring();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function followProgress(run: Run): () => void {
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
      case 'crashed':
        run.deaths.push(progress);
        run.bell.ring();
        break;
      case 'declined':
        run.notice = progress.reason;
        break;
      default:
        progress satisfies never;
    }
  });
}
