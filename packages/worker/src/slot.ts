import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, Delivery, Job } from '@latentsweep/bus';
import { batchSize, OVERDUE_MS, recentMs } from './batch-size.ts';
import { Board } from './board.ts';
import type { Contents } from './contents.ts';
import { type CrashCounts, crashReason } from './crashes.ts';
import { HeldJob } from './held-job.ts';
import type { TrainingPool } from './pool.ts';
import type { EngineKind, TrialReport } from './thread/protocol.ts';

export interface SlotContext {
  readonly bus: Bus;
  readonly pool: TrainingPool;
  readonly engine: EngineKind;
  readonly name: string;
  /** Jobs of all slots that are not settled. */
  readonly held: Set<HeldJob>;
  readonly contents: Contents;
  readonly crashes: CrashCounts;
  readonly stopping: AbortSignal;
}

const PULL_MS = 200;
/** After a pull that brought nothing, or failed. */
const PAUSE_MS = 10;
/** Before a job whose thread died is tried again: its memory has to be returned first. */
const AFTER_CRASH_MS = 100;
let batches = 0;

/** Pulls and runs batches, one at a time, until the worker stops. */
export async function runSlot(context: SlotContext): Promise<void> {
  let msPerJob: number | null = null;
  while (!context.stopping.aborted) {
    const deliveries = await pull(context.bus, batchSize(msPerJob));
    if (deliveries.length === 0) continue;
    if (context.stopping.aborted) {
      for (const delivery of deliveries) await delivery.nak();
      return;
    }
    const started = performance.now();
    await runBatch(context, deliveries);
    msPerJob = recentMs(msPerJob, (performance.now() - started) / deliveries.length);
  }
}

/** Empty where there is nothing to do, or no bus for the moment. */
async function pull(bus: Bus, max: number): Promise<Delivery<Job>[]> {
  const deliveries = await bus.pullJobs(max, PULL_MS).catch(() => []);
  if (deliveries.length === 0) await sleep(PAUSE_MS);
  return deliveries;
}

async function runBatch(context: SlotContext, deliveries: readonly Delivery<Job>[]): Promise<void> {
  const { bus, pool, engine, name, held, contents } = context;
  const board = Board.forJobs(deliveries.length);
  const batch = deliveries.map((delivery, i) => new HeldJob(bus, delivery, name, board, i));
  for (const job of batch) {
    held.add(job);
    job.sayStarted();
  }
  const overdue = setTimeout(() => giveBackUnbegun(batch), OVERDUE_MS);
  let delayMs = 0;
  try {
    const jobs = batch.map(({ job }) => job);
    const task = { batch: batches++, engine, jobs, contents: await contents.of(jobs), board: board.buffer };
    await pool.run(task, (reports) => deliver(batch, reports));
  } catch (error) {
    delayMs = AFTER_CRASH_MS;
    if (!context.stopping.aborted)
      charge(context, board.atWork === null ? null : batch[board.atWork]!, error);
  } finally {
    clearTimeout(overdue);
    await Promise.allSettled(batch.map((job) => settle(context, job, delayMs)));
    for (const job of batch) held.delete(job);
  }
}

function deliver(batch: readonly HeldJob[], reports: readonly TrialReport[]): void {
  for (const report of reports) batch[report.job]!.report(report);
}

function giveBackUnbegun(batch: readonly HeldJob[]): void {
  for (const job of batch) {
    if (job.letGo('overdue')) void job.part();
  }
}

/** The thread died; the job that it was at is tried again elsewhere, but not for ever. */
function charge({ crashes }: SlotContext, job: HeldJob | null, error: unknown): void {
  if (job && crashes.add(job.job.id)) job.fail(crashReason(error));
}

async function settle({ crashes }: SlotContext, job: HeldJob, delayMs: number): Promise<void> {
  await job.published();
  if (job.ended) crashes.forget(job.job.id);
  else await job.part(delayMs);
}
