import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@latentsweep/bus';
import { Contents } from './contents.ts';
import { CrashCounts } from './crashes.ts';
import type { HeldJob } from './held-job.ts';
import { runSlot } from './slot.ts';
import type { EngineKind } from './thread/protocol.ts';
import { openThread } from './training-thread.ts';

export interface WorkerOptions {
  readonly bus: Bus;
  /** Threads, each training one job at a time. */
  readonly slots: number;
  /** `auto` (default): the fastest that this machine has. */
  readonly engine?: 'auto' | EngineKind;
  /** Shown with its trials; made up where it is not given. */
  readonly name?: string;
}

export interface Worker {
  readonly name: string;
  /** `name@version` of the engine that its threads run. */
  readonly engine: string;
  /**
   * Pulls no more jobs, gives back those not begun and asks the others to stop after their current epoch. Threads
   * that have not come to an end after `graceMs` (default 1,000) are ended. What is unfinished goes back to the bus.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

const HEARTBEAT_MS = 10_000;
const PROGRESS_MS = 250;

/** Starts threads and takes jobs until stopped. Throws what the engine throws when it cannot be created. */
export function startWorker(options: WorkerOptions): Promise<Worker> {
  return startWorkerWith(options, new URL('./thread/thread.ts', import.meta.url));
}

/** `script`: what the threads run, with the handler of `serveJobs` as its default export. */
export async function startWorkerWith(options: WorkerOptions, script: URL): Promise<Worker> {
  const { bus, slots, name = `${hostname()}-${randomUUID().slice(0, 8)}` } = options;
  const engine: EngineKind =
    options.engine === undefined || options.engine === 'auto' ? 'simd' : options.engine;
  const threads = Array.from({ length: slots }, () => openThread(script));
  const endThreads = () => Promise.all(threads.map((thread) => thread.destroy()));

  let engineId: string;
  try {
    const hello = { engine, jobs: [], contents: new Map(), board: new SharedArrayBuffer(4) };
    engineId = (await threads[0]!.run(hello, () => {})).engine;
  } catch (error) {
    await endThreads();
    throw error;
  }

  const held = new Set<HeldJob>();
  const stopping = new AbortController();
  const context = {
    bus,
    engine,
    engineId,
    name,
    held,
    contents: new Contents(bus),
    crashes: new CrashCounts(),
    stopping: stopping.signal,
  };

  const timers = [
    setInterval(() => {
      for (const job of held) void job.working();
    }, HEARTBEAT_MS),
    setInterval(() => {
      for (const job of held) job.sayEpoch();
    }, PROGRESS_MS),
  ];
  const stopListening = bus.onControl(({ sweepId }) => {
    for (const job of held) {
      if (job.job.sweepId === sweepId && job.letGo('cancelled')) void job.part();
    }
  });
  const running = Promise.all(threads.map((thread) => runSlot(context, thread)));

  return {
    name,
    engine: engineId,
    async stop({ graceMs = 1000 } = {}) {
      stopping.abort();
      for (const job of held) {
        if (job.letGo('stopping')) void job.part();
      }
      const ended = await Promise.race([running.then(() => true), sleep(graceMs, false, { ref: false })]);
      // Jobs on threads that are ended now fail with them and go back to the bus.
      await endThreads();
      if (!ended) await running;
      for (const timer of timers) clearInterval(timer);
      stopListening();
    },
  };
}
