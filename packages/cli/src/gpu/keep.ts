import { ExitCode } from '../exit-code.ts';
import type { GpuWorker } from './plan.ts';

/** A process that was started. */
export interface Child {
  /** Its exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(): void;
}

export interface Keeping {
  readonly signal: AbortSignal;
  start(worker: GpuWorker): Child;
  /** `pauseMs`: until it is started again, null where it is not. */
  onEnd(worker: GpuWorker, code: number | null, pauseMs: number | null): void;
  /** Resolves early when `signal` aborts. */
  sleep(ms: number): Promise<void>;
  now(): number;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** One that worked for so long begins anew with short pauses. */
const WORKED_MS = 300_000;

/** The pause before a process is started again that ended after `livedMs`, `before` having been the last one. */
export function nextPause(before: number | null, livedMs: number): number {
  if (before === null || livedMs >= WORKED_MS) return FIRST_PAUSE_MS;
  return Math.min(2 * before, LONGEST_PAUSE_MS);
}

/**
 * Keeps a worker running until `signal` aborts, which it passes on once and then waits for its end. One that ends with
 * `bad input`, such as a missing library, is given up: no start will mend that. True where it was given up.
 */
export async function keepRunning(worker: GpuWorker, keeping: Keeping): Promise<boolean> {
  const { signal } = keeping;
  let pause: number | null = null;
  while (!signal.aborted) {
    const startedAt = keeping.now();
    const child = keeping.start(worker);
    const stop = () => child.stop();
    signal.addEventListener('abort', stop, { once: true });
    const code = await child.ended;
    signal.removeEventListener('abort', stop);
    const givenUp = code === ExitCode.badInput;
    if (signal.aborted || givenUp) {
      keeping.onEnd(worker, code, null);
      return givenUp && !signal.aborted;
    }
    pause = nextPause(pause, keeping.now() - startedAt);
    keeping.onEnd(worker, code, pause);
    await keeping.sleep(pause);
  }
  return false;
}
