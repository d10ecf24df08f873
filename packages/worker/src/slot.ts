import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Job } from '@latentsweep/bus';
import { isDeviceLost } from '@latentsweep/core';
import type { BatchRunner } from './batch-runner.ts';
import { batchSize, cohortBatchSize, nextMost, OVERDUE_MS, recentMs } from './batch-size.ts';
import { Board } from './board.ts';
import type { WorkerContext } from './context.ts';
import { crashReason, diedOfMemory, pauseMs } from './crash.ts';
import type { EngineSpec } from './engine.ts';
import { whyNot } from './fit.ts';
import { gather } from './gather.ts';
import { HeldJob } from './held-job.ts';
import { hasRoom } from './memory.ts';
import { pull } from './pull.ts';
import { letGoOf, part } from './settle.ts';
import { watchForStall } from './stall.ts';
import type { SlotTally } from './tally.ts';
import type { ThreadReply } from './thread/protocol.ts';
import { afterCohort, afterMemoryRanOut, ONE_BY_ONE, type Width } from './width.ts';

/** Before a job that this worker cannot run is offered again, most likely to this worker too. */
const AFTER_DECLINING_MS = 5000;
const STALL_TICK_MS = 1000;
const LEFT_ALONE_MS = 500;
const MOST_LEFT_ALONE_MS = 8000;
const NOTHING: ReadonlySet<string> = new Set();

/** What a slot runs its batches on. */
export interface Slot {
  readonly runner: BatchRunner;
  /** What that trains with; its backend is one by name. */
  readonly engine: EngineSpec;
  /** How many jobs it begins with. */
  readonly width: Width;
  /** With fewer jobs at hand, they are left to the other slots of this worker. */
  readonly from: number;
}

/** How a batch went, for the next one. */
interface BatchEnd {
  /** Seeds of the data that the thread has. */
  readonly seeds: ReadonlySet<string>;
  /** Jobs that the thread began. */
  readonly begun: number;
  /** Time that each of them took, or null where none ran. */
  readonly msPerJob: number | null;
  readonly died: boolean;
  /** What is known now of cohorts. */
  readonly width: Width;
}

/** Pulls and runs batches, one at a time, until the worker stops. `tally`: of this slot, kept by it. */
export async function runSlot(context: WorkerContext, slot: Slot, tally: SlotTally): Promise<void> {
  const { stopping } = context;
  const pause = (ms: number) => sleep(ms, null, { signal: stopping }).catch(() => {});
  let msPerJob: number | null = null;
  let seeds = NOTHING;
  let deaths = 0;
  let left = 0;
  let { width, from } = slot;
  let most = Number.POSITIVE_INFINITY;
  while (!stopping.aborted) {
    if (slot.runner.fellBack?.() && width !== ONE_BY_ONE) {
      width = ONE_BY_ONE;
      from = 1;
      tally.device = null;
    }
    tally.width = width.now;
    const wanted = Math.max(from, Math.min(most, cohortBatchSize(msPerJob, width.now)));
    const deliveries = await (width.now === 1
      ? pull(context, batchSize(msPerJob), { held: seeds })
      : gather(context, wanted));
    if (deliveries.length === 0) continue;
    if (deliveries.length < from) {
      await Promise.allSettled(deliveries.map((delivery) => delivery.nak()));
      await pause(leftAloneMs(++left));
      continue;
    }
    const end = await runBatch(context, slot, deliveries, width);
    // Nothing of it was for this slot.
    left = from > 1 && end.begun === 0 && !end.died ? left + 1 : 0;
    if (left > 0) await pause(leftAloneMs(left));
    seeds = end.seeds;
    width = end.width;
    // Memory may not suffice for as many as would pay.
    from = Math.min(from, width.now);
    if (!end.died) most = nextMost(most, deliveries.length, end.begun);
    if (end.msPerJob !== null) msPerJob = recentMs(msPerJob, end.msPerJob);
    deaths = end.died ? deaths + 1 : 0;
    if (end.died) await pause(pauseMs(deaths));
  }
}

/** Resolves when the thread is free again; results may still be on their way to the bus. */
async function runBatch(
  context: WorkerContext,
  { runner, engine }: Pick<Slot, 'runner' | 'engine'>,
  deliveries: readonly Delivery<Job>[],
  width: Width,
): Promise<BatchEnd> {
  const board = Board.forJobs(deliveries.length);
  const batch = deliveries.map((delivery, i) => new HeldJob(context, delivery, board, i));
  for (const job of batch) context.held.add(job);
  const { jobs, contents } = await prepare(context, batch);
  if (jobs.length === 0) return { seeds: NOTHING, begun: 0, msPerJob: null, died: false, width };

  for (const job of jobs) {
    if (engine.alone) job.sayStartedLater();
    else job.sayStarted();
  }
  const started = performance.now();
  const overdue = setTimeout(() => {
    for (const job of jobs) part(context, job, 'overdue');
  }, OVERDUE_MS);
  const watch = endIfStalled(context, runner, board);
  context.now.busy += 1;
  let reply: ThreadReply | null = null;
  let death: { readonly error: unknown } | null = null;
  try {
    const task = { jobs: batch.map(({ job }) => job), width: width.now, contents, board: board.buffer };
    reply = await runner.run({ ...task, engine }, (reports) => {
      for (const report of reports) batch[report.job]!.report(report);
    });
  } catch (error) {
    death = { error };
  } finally {
    context.now.busy -= 1;
    clearTimeout(overdue);
    clearInterval(watch);
  }
  const died = death !== null && !context.stopping.aborted;
  // A device that was lost took no harm from the jobs: they go back uncharged.
  const charged = died && !isDeviceLost(death?.error);
  const atWork = new Set(charged ? batch.filter((_, i) => board.isAtWork(i)) : []);
  const reason = crashReason(death?.error);
  if (died && atWork.size === 0) context.tell({ kind: 'crashed', jobId: null, trialIds: [], reason });
  const isBegun = (i: number) => board.isAtWork(i) || board.isFinished(i);
  for (const [i, job] of batch.entries()) {
    const isLeft = engine.alone === true && reply !== null && !isBegun(i);
    letGoOf(context, job, isLeft ? job.leave() : job.finish(atWork.has(job) ? reason : null));
  }
  const begun = batch.filter((_, i) => isBegun(i)).length;
  return {
    seeds: reply ? new Set(reply.held) : NOTHING,
    begun,
    msPerJob: begun === 0 ? null : (performance.now() - started) / begun,
    died,
    width: reply ? learned(width, reply) : afterDeath(width, atWork.size, died && diedOfMemory(death?.error)),
  };
}

/** So long are jobs left to others that were too few, or none that the engine supports: others are at work with them. */
function leftAloneMs(timesInARow: number): number {
  return Math.min(MOST_LEFT_ALONE_MS, LEFT_ALONE_MS * 2 ** (timesInARow - 1));
}

function learned(before: Width, { cohorts, tooWide }: ThreadReply): Width {
  const width = tooWide === null ? before : afterMemoryRanOut(before, tooWide);
  return cohorts.reduce((known, time) => afterCohort(known, time, hasRoom()), width);
}

function afterDeath(width: Width, atWork: number, ofMemory: boolean): Width {
  return ofMemory && atWork > 1 ? afterMemoryRanOut(width, atWork) : width;
}

/** The jobs of the batch that this worker can run, with their data. The others are given back. */
async function prepare(context: WorkerContext, batch: readonly HeldJob[]) {
  const able: HeldJob[] = [];
  const decline = (job: HeldJob, reason: string) =>
    letGoOf(context, job, job.decline(reason, AFTER_DECLINING_MS));
  for (const job of batch) {
    const reason = whyNot(job.job, context);
    if (reason === null) able.push(job);
    else decline(job, reason);
  }
  const { bytes, missing } = await context.contents.of(able.map(({ job }) => job));
  const jobs: HeldJob[] = [];
  for (const job of able) {
    const reason = missing.get(job.job.dataset);
    if (reason !== undefined) decline(job, `${context.name} could not get the data: ${reason}`);
    // Meanwhile a job may have been cancelled, or the worker told to stop.
    else if (!job.settled) jobs.push(job);
  }
  return { jobs, contents: bytes };
}

/** Ends the thread when it has not come to the end of an epoch for too long. */
function endIfStalled({ stallMs }: WorkerContext, runner: BatchRunner, board: Board): NodeJS.Timeout {
  const isStalled = watchForStall(stallMs);
  const tickMs = Math.min(STALL_TICK_MS, stallMs / 4);
  const timer = setInterval(() => {
    if (!isStalled(tickMs, `${board.sign} ${runner.sign?.() ?? ''}`)) return;
    clearInterval(timer);
    void runner.end(new Error(`no epoch ended within ${stallMs / 1000} s`));
  }, tickMs);
  return timer;
}
