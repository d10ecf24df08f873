import { parentPort } from 'node:worker_threads';
import { BackendMissing, formatEngineId } from '@latentsweep/core';
import { Board } from '../board.ts';
import type { EngineInfo, EngineSpec } from '../engine.ts';
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
  const openFor = async ({ engine }: ThreadTask): Promise<Trainer> => {
    const opened = await open(engine);
    const fault = otherBits(opened.engine, engine);
    if (fault === null) return opened;
    await opened.close();
    throw fault;
  };
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
      trainer ??= await openFor(task);
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
    trainer ??= await openFor(task);
    return { engine: trainer.engine, reports: outbox.posted, held: trainer.held(), cohorts, tooWide };
  };
}

/**
 * A device that is opened again, after it was lost, may have another driver, or be trusted no more, and have another id: its
 * results are none for jobs of the first.
 */
function otherBits({ id, traits }: EngineInfo, { as }: EngineSpec): BackendMissing | null {
  const own = formatEngineId(id);
  if (!traits.ownProcess || as === undefined || as === own) return null;
  const reason = `${traits.device} has the bits of ${as} no more, and is ${own} now`;
  return new BackendMissing(
    `${reason}.`,
    reason,
    'Start the worker again: it takes the jobs of that engine.',
  );
}
