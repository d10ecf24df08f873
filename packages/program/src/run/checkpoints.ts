import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '@latentsweep/core';
import { restoreCheckpoint, snapshotOf } from '../files/checkpoint.ts';
import type { FileAt } from '../files/kept-file.ts';
import type { TrialFolder } from '../files/scratch.ts';
import type { Output } from '../output/output.ts';
import type { Keeper, ProgramTrial } from '../runner.ts';

/** Lies in a kept checkpoint beside the program's files: what it had reported by then. The program does not see it. */
const REPORTS = 'latentsweep-reports.json';

/**
 * Lays out where an earlier attempt stopped, and what it had reported. One that is not whole is not used: the trial begins anew,
 * and says so.
 */
export async function layOutCheckpoint(
  trial: ProgramTrial,
  { checkpoint }: TrialFolder,
  output: Output,
): Promise<void> {
  if (trial.checkpoint) {
    try {
      await restoreCheckpoint(trial.checkpoint, checkpoint);
      const reports = join(checkpoint, REPORTS);
      if (trial.checkpoint.files.some(({ name }) => name === REPORTS)) {
        output.tally.restore(await readFile(reports, 'utf8'));
        await rm(reports);
      }
      return;
    } catch (error) {
      await rm(checkpoint, { recursive: true, force: true });
      output.log.add(
        `latentsweep: the checkpoint can't be used, and the trial begins anew: ${reasonOf(error)}`,
      );
    }
  }
  await mkdir(checkpoint, { recursive: true, mode: 0o700 });
}

/** Hands a trial's checkpoints to its keeper, now and then and once more at its end. */
export class Checkpoints {
  readonly #folder: TrialFolder;
  readonly #keep: NonNullable<Keeper['checkpoint']>;
  readonly #output: Output;
  readonly #timer: NodeJS.Timeout;
  #state: string | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(folder: TrialFolder, keep: NonNullable<Keeper['checkpoint']>, output: Output, everyMs: number) {
    this.#folder = folder;
    this.#keep = keep;
    this.#output = output;
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
        await this.#keep([...snapshot.files.filter(({ name }) => name !== REPORTS), await this.#reports()]);
        this.#state = snapshot.state;
      } finally {
        await snapshot.remove();
      }
    } catch (error) {
      this.#output.log.add(`latentsweep: a checkpoint was not kept: ${reasonOf(error)}`);
    }
  }

  async #reports(): Promise<FileAt> {
    const path = join(this.#folder.copy, REPORTS);
    const content = this.#output.tally.saved();
    await writeFile(path, content, { mode: 0o600 });
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { name: REPORTS, path, bytes: Buffer.byteLength(content), sha256 };
  }
}
