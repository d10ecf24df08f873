import type { Job } from '@latentsweep/bus';
import type { ClaimedTrial } from '@latentsweep/store';
import type { RunStatus } from '../port.ts';

/** Jobs that are over sooner are not worth a line of the display. */
const SHOWN_AFTER_MS = 1000;

/** Where a job is, as far as was heard. */
type Whereabouts =
  /** Another coordinator claimed its trials: whether it was ever sent is not known. */
  | { readonly at: 'unknown' }
  /** On its way: to the bus, in it, or back from a worker that let go of it, with its last results. */
  | { readonly at: 'bus' }
  | {
      readonly at: 'worker';
      readonly name: string;
      heardAt: number;
      /** For the display, once it began. */
      work: { readonly since: number; epoch: number } | null;
    };

interface FlyingJob extends Job {
  /** Its trials that have not ended. */
  readonly open: Set<number>;
  where: Whereabouts;
}

interface FlyingTrial {
  readonly deaths: number;
  readonly job: FlyingJob;
}

/** Times are in milliseconds of any clock that does not jump. */
export class InFlight {
  readonly #trials = new Map<number, FlyingTrial>();
  readonly #jobs = new Map<string, FlyingJob>();
  /** Trials that no worker has any more. */
  readonly #returned = new Set<number>();

  /** Jobs of trials that were claimed: here, so that they are now sent, or by another coordinator (`unknown`). */
  add(jobs: readonly Job[], claimed: readonly ClaimedTrial[], at: 'bus' | 'unknown' = 'bus'): void {
    const claims = new Map(claimed.map((trial) => [trial.id, trial]));
    for (const sent of jobs) {
      const open = new Set(sent.milestones.map(({ trialId }) => trialId));
      const job: FlyingJob = { ...sent, open, where: { at } };
      this.#jobs.set(job.id, job);
      for (const trialId of open) {
        const { deaths } = claims.get(trialId)!;
        this.#trials.set(trialId, { deaths, job });
      }
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

  /** Of those, the ones at workers that were heard of within `ms`. */
  heardOf(ms: number, now: number): number {
    let heard = 0;
    for (const [id, { job }] of this.#trials) {
      if (isHeardOf(job, ms, now) && !this.#returned.has(id)) heard += 1;
    }
    return heard;
  }

  /** Null where it is not in flight here. */
  trial(trialId: number) {
    const trial = this.#trials.get(trialId);
    return trial ? { deaths: trial.deaths, jobId: trial.job.id, worker: workerOf(trial.job) } : null;
  }

  /** The trials of a job that have not ended; none where the job is not in flight here. */
  openTrials(jobId: string): number[] {
    return [...(this.#jobs.get(jobId)?.open ?? [])];
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

  giveBackJobs(jobs: readonly Job[]): void {
    for (const { milestones } of jobs) this.giveBack(milestones.map(({ trialId }) => trialId));
  }

  /** Gives back jobs that no worker has: they will never be delivered. Returns their ids, each once. */
  giveBackUnbegun(): string[] {
    const unbegun = [...this.#jobs.values()].filter(
      ({ where, open }) => where.at !== 'worker' && ![...open].every((id) => this.#returned.has(id)),
    );
    for (const { open } of unbegun) this.giveBack(open);
    return unbegun.map(({ id }) => id);
  }

  get returned(): number[] {
    return [...this.#returned];
  }

  get all(): number[] {
    return [...this.#trials.keys()];
  }

  /** A worker began a job. */
  noteStarted(jobId: string, worker: string, now: number): void {
    const job = this.#jobs.get(jobId);
    if (!job) return;
    job.where = { at: 'worker', name: worker, heardAt: now, work: { since: now, epoch: 0 } };
  }

  noteEpoch(jobId: string, epoch: number): void {
    const where = this.#jobs.get(jobId)?.where;
    if (where?.at === 'worker' && where.work) where.work.epoch = epoch;
  }

  /** A worker named all trials that it has. What it had before, it ended or gave back to the bus. */
  noteHeld(worker: string, trialIds: readonly number[], now: number): void {
    const held = new Set(trialIds.flatMap((id) => this.#trials.get(id)?.job ?? []));
    for (const job of held) {
      if (workerOf(job) !== worker) job.where = { at: 'worker', name: worker, heardAt: now, work: null };
      else if (job.where.at === 'worker') job.where.heardAt = now;
    }
    for (const job of this.#jobs.values()) {
      if (workerOf(job) === worker && !held.has(job)) job.where = { at: 'bus' };
    }
  }

  /**
   * Leases to renew: of trials whose worker was heard of within `ms`, and of those on their way while the bus has
   * anything left that they might be.
   */
  renewals(ms: number, now: number, busHasAny: boolean) {
    const renewed = [];
    for (const [trialId, { job }] of this.#trials) {
      const alive = isHeardOf(job, ms, now) || (job.where.at === 'bus' && busHasAny);
      if (alive) renewed.push({ trialId, worker: workerOf(job) });
    }
    return renewed;
  }

  /** Jobs that have been at work for a while. */
  atWork(now: number): RunStatus['jobs'] {
    return [...this.#jobs.values()].flatMap(({ id, config, replicate, milestones, where }) =>
      where.at === 'worker' && where.work && now - where.work.since >= SHOWN_AFTER_MS
        ? {
            id,
            config,
            replicate,
            worker: where.name,
            epoch: where.work.epoch,
            of: milestones.at(-1)!.epochs,
          }
        : [],
    );
  }
}

const workerOf = ({ where }: FlyingJob) => (where.at === 'worker' ? where.name : null);

const isHeardOf = ({ where }: FlyingJob, ms: number, now: number) =>
  where.at === 'worker' && now - where.heardAt <= ms;
