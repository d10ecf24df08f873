import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, Delivery, Job } from '@latentsweep/bus';
import { batchSize, OVERDUE_MS, recentMs } from './batch-size.ts';
import { Board } from './board.ts';
import type { Contents } from './contents.ts';
import { type CrashCounts, crashReason } from './crashes.ts';
import { HeldJob } from './held-job.ts';
import type { EngineKind, TrialReport } from './thread/protocol.ts';
import type { TrainingThread } from './training-thread.ts';

export interface SlotContext {
  readonly bus: Bus;
  readonly engine: EngineKind;
  /** `name@version`. */
  readonly engineId: string;
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
/** Before a job that this worker cannot run is offered again, most likely to this worker too. */
const AFTER_DECLINING_MS = 5000;
const NOTHING: ReadonlySet<string> = new Set();

/** Pulls and runs batches on its thread, one at a time, until the worker stops. */
export async function runSlot(context: SlotContext, thread: TrainingThread): Promise<void> {
  let msPerJob: number | null = null;
  let held = NOTHING;
  while (!context.stopping.aborted) {
    const pulled = await pull(context.bus, batchSize(msPerJob), held);
    const deliveries = pulled.filter(({ message }) => message.engine === context.engineId);
    for (const delivery of pulled) if (!deliveries.includes(delivery)) await decline(context, delivery);
    if (deliveries.length === 0) continue;
    if (context.stopping.aborted) {
      for (const delivery of deliveries) await delivery.nak();
      return;
    }
    const started = performance.now();
    held = await runBatch(context, thread, deliveries);
    msPerJob = recentMs(msPerJob, (performance.now() - started) / deliveries.length);
  }
}

/** Empty where there is nothing to do, or no bus for the moment. */
async function pull(bus: Bus, max: number, held: ReadonlySet<string>): Promise<Delivery<Job>[]> {
  const deliveries = await bus.pullJobs(max, PULL_MS, held).catch(() => []);
  if (deliveries.length === 0) await sleep(PAUSE_MS);
  return deliveries;
}

async function decline({ bus, name, engineId }: SlotContext, delivery: Delivery<Job>): Promise<void> {
  const { id: jobId, sweepId, engine } = delivery.message;
  const reason = `${name} has the engine ${engineId}, not ${engine}`;
  bus.publishProgress({ v: 1, kind: 'declined', jobId, sweepId, worker: name, reason });
  await delivery.nak(AFTER_DECLINING_MS);
}

/** Resolves, once all jobs are settled, with the seeds of the data that the thread then has. */
async function runBatch(
  context: SlotContext,
  thread: TrainingThread,
  deliveries: readonly Delivery<Job>[],
): Promise<ReadonlySet<string>> {
  const { bus, engine, name, held, contents } = context;
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
    const task = { engine, jobs, contents: await contents.of(jobs), board: board.buffer };
    const reply = await thread.run(task, (reports) => deliver(batch, reports));
    return new Set(reply.held);
  } catch (error) {
    delayMs = AFTER_CRASH_MS;
    if (!context.stopping.aborted)
      charge(context, board.atWork === null ? null : batch[board.atWork]!, error);
    return NOTHING;
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
