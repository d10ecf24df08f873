import { parentPort } from 'node:worker_threads';
import { Board } from '../board.ts';
import type { EngineSpec } from '../engine.ts';
import { runCohort } from './cohort.ts';
import { cutIntoCohorts } from './cut.ts';
import { JobRun } from './job-run.ts';
import { Outbox } from './outbox.ts';
import type { CohortTime, ThreadPost, ThreadReply, ThreadTask } from './protocol.ts';
import type { Trainer } from './trainer.ts';

/** How what is done with a batch is told while it runs. */
interface Telling {
  readonly boardOf: (task: ThreadTask) => Board;
  readonly post: (post: ThreadPost) => void;
}

const AS_A_THREAD: Telling = {
  boardOf: ({ board }) => new Board(board),
  post: (post) => parentPort!.postMessage(post),
};

/** What a thread, or a process, runs: batches of jobs, cohort by cohort, on one trainer. */
export function serveJobs(
  open: (spec: EngineSpec) => Promise<Trainer>,
  { boardOf, post }: Telling = AS_A_THREAD,
): (task: ThreadTask) => Promise<ThreadReply> {
  let trainer: Trainer | null = null;
  return async (task) => {
    const board = boardOf(task);
    const outbox = new Outbox(task.batch, post);
    const contentOf = (sha256: string) => new Uint8Array(task.contents.get(sha256)!);
    const runs = task.jobs.map((job, index) => new JobRun(job, index, outbox));
    const cohorts: CohortTime[] = [];
    let tooWide: number | null = null;
    const left = cutIntoCohorts(task.jobs, task.width);
    for (let places = left.shift(); places; places = left.shift()) {
      // First of all: an engine that cannot be opened is no fault of the jobs.
      trainer ??= await open(task.engine);
      const cohort = board.startAll(places).map((place) => runs[place]!);
      if (cohort.length === 0) continue;
      const end = await runCohort(trainer, cohort, { board, outbox, contentOf });
      if (end.time) cohorts.push(end.time);
      if (end.tooWide) tooWide = Math.min(cohort.length, tooWide ?? cohort.length);
      left.unshift(...end.again);
      if (!end.sound) {
        // After an error in its midst an engine's memory may be in any state: start over with a new one.
        const broken: Trainer = trainer;
        trainer = null;
        await broken.close();
      }
    }
    outbox.post();
    trainer ??= await open(task.engine);
    return { engine: trainer.engine, reports: outbox.posted, held: trainer.held(), cohorts, tooWide };
  };
}
