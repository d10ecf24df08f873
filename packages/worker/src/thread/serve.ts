import { performance } from 'node:perf_hooks';
import { parentPort } from 'node:worker_threads';
import type { Job } from '@latentsweep/bus';
import { LatentsweepError } from '@latentsweep/core';
import { Board } from '../board.ts';
import { isOutOfMemory } from '../crash.ts';
import type { EngineSpec } from '../engine.ts';
import type { ThreadPost, ThreadReply, ThreadTask, TrialReport } from './protocol.ts';
import type { Trainer } from './trainer.ts';

/** Reports of small trials travel together; a message each would cost more than the trials. */
const POST_EVERY_MS = 50;
const LONGEST_ERROR = 2000;

/** The function that a pool thread runs: batches of jobs, one after another, on one trainer. */
export function serveJobs(
  open: (spec: EngineSpec) => Promise<Trainer>,
): (task: ThreadTask) => Promise<ThreadReply> {
  let trainer: Trainer | null = null;
  return async (task) => {
    const board = new Board(task.board);
    const outbox = new Outbox(task.batch);
    for (const [index, job] of task.jobs.entries()) {
      // First of all: an engine that cannot be opened is no fault of the job.
      trainer ??= await open(task.engine);
      if (!board.start(index)) continue;
      const sound = await runJob(trainer, task, index, job, board, outbox);
      board.finish();
      if (!sound) {
        // After an error in its midst an engine's memory may be in any state: start over with a new one.
        const broken: Trainer = trainer;
        trainer = null;
        await broken.close();
      }
    }
    outbox.post();
    trainer ??= await open(task.engine);
    return { engine: trainer.engine, reports: outbox.posted, held: trainer.held() };
  };
}

/**
 * Reports every milestone once, unless told to stop. Returns whether the trainer can be used again. Throws where memory
 * ran out, with the job still at work on the board.
 */
async function runJob(
  trainer: Trainer,
  task: ThreadTask,
  index: number,
  job: Job,
  board: Board,
  outbox: Outbox,
): Promise<boolean> {
  const started = performance.now();
  const open = new Map(job.milestones.map((milestone) => [milestone.epochs, milestone]));
  const report = (epochs: number, result: TrialReport['result']) => {
    const milestone = open.get(epochs);
    if (!milestone) return;
    open.delete(epochs);
    const { trialId, attempt } = milestone;
    outbox.add({ job: index, trialId, attempt, result, durationMs: performance.now() - started });
  };
  const failAll = (error: string) => {
    for (const epochs of [...open.keys()]) report(epochs, { outcome: 'failed', error });
  };

  try {
    await trainer.train(job, () => contentOf(task, job), {
      onMilestone: report,
      onEpoch: (epoch) => {
        board.noteEpoch(index, epoch);
        outbox.postIfDue();
      },
      shouldStop: () => board.mustStop(index),
    });
    if (!board.mustStop(index)) failAll('The training run ended without a result for this trial.');
    return true;
  } catch (error) {
    // The main thread ends this thread and counts a death: it is no result of the trial.
    if (isOutOfMemory(error)) {
      outbox.post();
      throw error;
    }
    failAll(messageOf(error));
    return error instanceof LatentsweepError;
  }
}

/** A copy: not every reader of bytes takes shared memory. */
function contentOf({ contents }: ThreadTask, { dataset }: Job): Uint8Array | null {
  const shared = dataset.kind === 'table' ? contents.get(dataset.content) : undefined;
  return shared ? new Uint8Array(shared).slice() : null;
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, LONGEST_ERROR);
}

class Outbox {
  readonly #batch: number;
  #waiting: TrialReport[] = [];
  #lastPost = performance.now();
  posted = 0;

  constructor(batch: number) {
    this.#batch = batch;
  }

  add(report: TrialReport): void {
    this.#waiting.push(report);
    this.postIfDue();
  }

  postIfDue(): void {
    if (performance.now() - this.#lastPost >= POST_EVERY_MS) this.post();
  }

  post(): void {
    if (this.#waiting.length === 0) return;
    const post: ThreadPost = { batch: this.#batch, reports: this.#waiting };
    parentPort!.postMessage(post);
    this.posted += this.#waiting.length;
    this.#waiting = [];
    this.#lastPost = performance.now();
  }
}
