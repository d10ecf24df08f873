import { isDeepStrictEqual } from 'node:util';
import type { BatchRunner } from '../batch-runner.ts';
import { Board } from '../board.ts';
import type { EngineSpec } from '../engine.ts';
import type { ThreadTask, TrialReport } from '../thread/protocol.ts';
import { isRechecked } from './is-rechecked.ts';

export interface Recheck {
  readonly oneIn: number;
  /** What computes again: an engine with the same id, on a CPU. */
  readonly engine: EngineSpec;
  /** A thread for it. */
  open(): BatchRunner;
  /** Trials whose results differ: both are reported, first the CPU's. */
  onDifference(trialIds: readonly number[]): void;
}

type Task = Parameters<BatchRunner['run']>[0];
type Reports = readonly TrialReport[];

/**
 * Runs batches on a device, and a share of their jobs on a CPU beside it. Reports of those wait for both: where they
 * agree the device's is passed on, where they don't both are, so that the store keeps the CPU's and raises the alarm.
 */
export function rechecking(device: BatchRunner, { oneIn, engine, open, onDifference }: Recheck): BatchRunner {
  let cpu: BatchRunner | null = null;
  let second: ReturnType<typeof runSecond> | null = null;

  return {
    async run(task, onReports) {
      const places = placesOf(task, oneIn);
      if (places.length === 0) return device.run(task, onReports);
      const held: TrialReport[] = [];
      const isHeld = new Set(places);
      cpu ??= open();
      second = runSecond(cpu, { ...task, engine }, places);
      try {
        const reply = await device.run(task, (reports) => {
          held.push(...reports.filter(({ job }) => isHeld.has(job)));
          const others = reports.filter(({ job }) => !isHeld.has(job));
          if (others.length > 0) onReports(others);
        });
        second.keepOnly(new Set(held.map(({ job }) => job)));
        const { reports, differing } = compare(held, await second.ended);
        if (differing.length > 0) onDifference(differing);
        if (reports.length > 0) onReports(reports);
        return reply;
      } catch (error) {
        second.keepOnly(new Set());
        // What the device had done of these before it went is not reported: they run again.
        await second.ended;
        throw error;
      }
    },
    async end(reason) {
      await Promise.all([device.end(reason), cpu?.end(reason)]);
      cpu = null;
    },
    sign: () => `${device.sign?.() ?? ''} ${second?.sign ?? ''}`,
  };
}

/** Jobs of one's own share, by their place in the batch. */
const placesOf = ({ jobs }: Task, oneIn: number): number[] =>
  jobs.flatMap((job, place) => (isRechecked(job, oneIn) ? [place] : []));

/** Those jobs alone, one by one, on a board of their own. */
function runSecond(cpu: BatchRunner, task: Task, places: readonly number[]) {
  const board = Board.forJobs(places.length);
  const found: TrialReport[] = [];
  const own: Omit<ThreadTask, 'batch'> = {
    ...{ ...task, jobs: places.map((place) => task.jobs[place]!), width: 1, board: board.buffer },
  };
  const ended = cpu
    .run(own, (reports) => {
      found.push(...reports.map((report) => ({ ...report, job: places[report.job]! })));
    })
    // A thread that died has checked nothing.
    .then(
      () => found,
      () => found,
    );
  return {
    ended,
    get sign(): string {
      return board.sign;
    },
    /** Ends those of other jobs: what the device has no result of can't be compared. */
    keepOnly(jobs: ReadonlySet<number>): void {
      for (const [i, place] of places.entries()) {
        if (!jobs.has(place) && !board.takeBack(i)) board.askToStop(i);
      }
    },
  };
}

/** What is to be reported of trials that were computed twice; failures, which are of a machine, are not compared. */
function compare(
  first: Reports,
  second: Reports,
): { readonly reports: TrialReport[]; readonly differing: number[] } {
  const byTrial = new Map(second.map((report) => [report.trialId, report]));
  const differing: number[] = [];
  const reports = first.flatMap((report) => {
    const other = byTrial.get(report.trialId);
    const comparable =
      other && report.ran && other.result.outcome !== 'failed' && report.result.outcome !== 'failed';
    if (!comparable || isDeepStrictEqual(report.result, other.result)) return [report];
    differing.push(report.trialId);
    return [{ ...other, differing: report }];
  });
  return { reports, differing };
}
