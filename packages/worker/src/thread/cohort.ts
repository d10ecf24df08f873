import { isDeviceLost, LatentsweepError, Unsupported } from '@latentsweep/core';
import type { Board } from '../board.ts';
import { isOutOfMemory } from '../crash.ts';
import { chunks, jobShape } from './cut.ts';
import type { JobRun } from './job-run.ts';
import type { Outbox } from './outbox.ts';
import type { CohortTime } from './protocol.ts';
import type { Trainer } from './trainer.ts';

const LONGEST_ERROR = 2000;

interface CohortContext {
  readonly board: Board;
  readonly outbox: Outbox;
  readonly contentOf: (sha256: string) => Uint8Array;
}

export interface CohortEnd {
  /** Null where it did not come to its end, and for a job alone. */
  readonly time: CohortTime | null;
  /** Cohorts to run in its place, of the jobs' places in the batch. */
  readonly again: readonly number[][];
  /** Memory did not suffice for so many jobs. */
  readonly tooWide: boolean;
  /** The trainer can be used again. */
  readonly sound: boolean;
}

/**
 * Trains jobs together; all are at work on the board. Each milestone is reported once, unless its job is told to stop.
 * After an error in their midst each of several runs again by itself, so that only the guilty one fails; where memory
 * ran out, in two halves. Where the engine does not support them, they wait as if they had not begun. Throws where memory
 * ran out with one job, which is still at work on the board, and where the device was lost.
 */
export async function runCohort(
  trainer: Trainer,
  cohort: readonly JobRun[],
  { board, outbox, contentOf }: CohortContext,
): Promise<CohortEnd> {
  const started = performance.now();
  let epochs = 0;
  for (const run of cohort) run.begin();
  try {
    const jobs = cohort.map(({ job }) => job);
    await trainer.train(jobs, contentOf, {
      onMilestone: (lane, at, ...told) => cohort[lane]!.report(at, ...told),
      onEpoch(lane, epoch) {
        epochs += 1;
        board.noteEpoch(cohort[lane]!.index, epoch);
        outbox.postIfDue();
      },
      shouldStop: (lane) => stopIfAsked(cohort[lane]!, board, outbox),
      onFailure: (lane, error) => cohort[lane]!.failAll(messageOf(error)),
    });
  } catch (error) {
    return afterError(error, cohort, board, outbox);
  }
  for (const run of cohort) {
    if (!run.stopped && !board.mustStop(run.index)) {
      run.failAll('The training run ended without a result for this trial.');
    }
    board.finish(run.index);
  }
  const ms = performance.now() - started;
  const time =
    cohort.length === 1 ? null : { shape: jobShape(cohort[0]!.job), width: cohort.length, epochs, ms };
  return { time, again: [], tooWide: false, sound: true };
}

/** A job that stops is off the thread's hands, whatever the others of its cohort do. */
function stopIfAsked(run: JobRun, board: Board, outbox: Outbox): boolean {
  if (run.stopped) return true;
  if (!board.mustStop(run.index)) return false;
  run.stopped = true;
  outbox.post();
  board.finish(run.index);
  return true;
}

function afterError(error: unknown, cohort: readonly JobRun[], board: Board, outbox: Outbox): CohortEnd {
  // Of no job's doing: whoever runs this begins anew.
  if (isDeviceLost(error)) {
    outbox.post();
    throw error;
  }
  if (error instanceof Unsupported) {
    for (const { index } of cohort) if (!board.putOff(index)) board.finish(index);
    return { time: null, again: [], tooWide: false, sound: true };
  }
  const tooWide = isOutOfMemory(error);
  const sound = error instanceof LatentsweepError && !tooWide;
  const [only, ...others] = cohort;
  if (others.length === 0) {
    // The main thread ends this thread and counts a death: it is no result of the trial.
    if (tooWide) {
      outbox.post();
      throw error;
    }
    only!.failAll(messageOf(error));
    board.finish(only!.index);
    return { time: null, again: [], tooWide: false, sound };
  }
  const left: number[] = [];
  for (const run of cohort) {
    if (!run.done && board.putOff(run.index)) left.push(run.index);
    else board.finish(run.index);
  }
  const again = chunks(left, tooWide ? Math.ceil(cohort.length / 2) : 1);
  return { time: null, again, tooWide, sound };
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.slice(0, LONGEST_ERROR);
}
