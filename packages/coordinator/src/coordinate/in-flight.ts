import type { Job } from '@latentsweep/bus';
import type { Config } from '@latentsweep/core';
import type { ClaimedTrial } from '@latentsweep/store';
import type { RunStatus } from '../port.ts';

/** Jobs that are over sooner are not worth a line of the display. */
const SHOWN_AFTER_MS = 1000;

interface FlyingJob {
  readonly id: string;
  readonly open: Set<number>;
  readonly epochs: number;
  /** From the progress messages, once it has begun. */
  work: { readonly worker: string; readonly since: number; epoch: number } | null;
}

/** Trials that this coordinator has claimed and that have neither ended nor been put back. */
export class InFlight {
  readonly #trials = new Map<number, { readonly config: Config; readonly job: FlyingJob }>();
  readonly #jobs = new Map<string, FlyingJob>();
  /** Trials that no worker has any more. */
  readonly #returned = new Set<number>();

  add(jobs: readonly Job[], claimed: readonly ClaimedTrial[]): void {
    const configs = new Map(claimed.map(({ id, config }) => [id, config]));
    for (const { id, milestones } of jobs) {
      const open = new Set(milestones.map(({ trialId }) => trialId));
      const job: FlyingJob = { id, open, epochs: milestones.at(-1)!.epochs, work: null };
      this.#jobs.set(id, job);
      for (const trialId of open) this.#trials.set(trialId, { config: configs.get(trialId)!, job });
    }
  }

  get trials(): number {
    return this.#trials.size;
  }

  get jobs(): number {
    return this.#jobs.size;
  }

  /** Trials that workers may still send results of. */
  get awaited(): number {
    return this.#trials.size - this.#returned.size;
  }

  /** Null where it is not in flight here. */
  trial(trialId: number): { readonly config: Config; readonly jobId: string } | null {
    const trial = this.#trials.get(trialId);
    return trial ? { config: trial.config, jobId: trial.job.id } : null;
  }

  /** The trial ended or went back to the store. */
  remove(trialId: number): void {
    const trial = this.#trials.get(trialId);
    if (!trial) return;
    this.#trials.delete(trialId);
    this.#returned.delete(trialId);
    trial.job.open.delete(trialId);
    if (trial.job.open.size === 0) this.#jobs.delete(trial.job.id);
  }

  /** A worker or the bus gave trials back. */
  giveBack(trialIds: Iterable<number>): void {
    for (const id of trialIds) if (this.#trials.has(id)) this.#returned.add(id);
  }

  get returned(): number[] {
    return [...this.#returned];
  }

  get all(): number[] {
    return [...this.#trials.keys()];
  }

  /** A worker began a job. Times are in milliseconds of any clock that does not jump. */
  noteStarted(jobId: string, worker: string, now: number): void {
    const job = this.#jobs.get(jobId);
    if (job) job.work = { worker, since: now, epoch: 0 };
  }

  noteEpoch(jobId: string, epoch: number): void {
    const work = this.#jobs.get(jobId)?.work;
    if (work) work.epoch = epoch;
  }

  /** Jobs that have been at work for a while. */
  atWork(now: number): RunStatus['jobs'] {
    return [...this.#jobs.values()].flatMap(({ id, epochs, work }) =>
      work && now - work.since >= SHOWN_AFTER_MS
        ? { id, worker: work.worker, epoch: work.epoch, of: epochs }
        : [],
    );
  }
}
