import type { Job, Progress } from '@latentsweep/bus';
import type { Config } from '@latentsweep/core';
import type { ClaimedTrial } from '@latentsweep/store';
import type { RunStatus } from '../port.ts';

interface FlyingJob {
  readonly id: string;
  readonly open: Set<number>;
  /** From the last progress message, where there was one. */
  shown: RunStatus['jobs'][number] | null;
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
      const job: FlyingJob = { id, open: new Set(milestones.map(({ trialId }) => trialId)), shown: null };
      this.#jobs.set(id, job);
      for (const trialId of job.open) this.#trials.set(trialId, { config: configs.get(trialId)!, job });
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

  configOf(trialId: number): Config | null {
    return this.#trials.get(trialId)?.config ?? null;
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

  show({ jobId: id, worker, epoch, of }: Extract<Progress, { kind: 'epoch' }>): void {
    const job = this.#jobs.get(id);
    if (job) job.shown = { id, worker, epoch, of };
  }

  get shown(): RunStatus['jobs'] {
    return [...this.#jobs.values()].flatMap(({ shown }) => shown ?? []);
  }
}
