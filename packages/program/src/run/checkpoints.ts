import { mkdir } from 'node:fs/promises';
import { reasonOf } from '@latentsweep/core';
import { restoreCheckpoint, snapshotOf } from '../files/checkpoint.ts';
import type { TrialFolder } from '../files/scratch.ts';
import type { Log } from '../output/log.ts';
import type { Keeper, ProgramTrial } from '../runner.ts';

/** Lays out where an earlier attempt stopped. One that is not whole is not used: the trial begins anew, and says so. */
export async function layOutCheckpoint(
  trial: ProgramTrial,
  { checkpoint }: TrialFolder,
  log: Log,
): Promise<void> {
  if (trial.checkpoint) {
    try {
      await restoreCheckpoint(trial.checkpoint, checkpoint);
      return;
    } catch (error) {
      log.add(`latentsweep: the checkpoint can't be used, and the trial begins anew: ${reasonOf(error)}`);
    }
  }
  await mkdir(checkpoint, { recursive: true, mode: 0o700 });
}

/** Hands a trial's checkpoints to its keeper, now and then and once more at its end. */
export class Checkpoints {
  readonly #folder: TrialFolder;
  readonly #keep: NonNullable<Keeper['checkpoint']>;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #state: string | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(folder: TrialFolder, keep: NonNullable<Keeper['checkpoint']>, log: Log, everyMs: number) {
    this.#folder = folder;
    this.#keep = keep;
    this.#log = log;
    this.#timer = setInterval(() => void this.#look(), everyMs);
  }

  /** `isWanted`: whether anybody may go on from here. */
  async end(isWanted: boolean): Promise<void> {
    clearInterval(this.#timer);
    await (isWanted ? this.#look() : this.#underWay);
  }

  /** One after the other. */
  #look(): Promise<void> {
    this.#underWay = this.#underWay.then(() => this.#handOver());
    return this.#underWay;
  }

  async #handOver(): Promise<void> {
    try {
      const snapshot = await snapshotOf(this.#folder.checkpoint, this.#folder.copy, this.#state);
      if (!snapshot) return;
      try {
        await this.#keep(snapshot.files);
        this.#state = snapshot.state;
      } finally {
        await snapshot.remove();
      }
    } catch (error) {
      this.#log.add(`latentsweep: a checkpoint was not kept: ${reasonOf(error)}`);
    }
  }
}
