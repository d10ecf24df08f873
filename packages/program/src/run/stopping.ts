import { writeFileSync } from 'node:fs';
import { Failure } from '../failure.ts';
import type { Output } from '../output/output.ts';
import type { ProgramProcess } from '../process/program-process.ts';
import type { Context } from './context.ts';

/** The longest that a timer takes. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Ends a trial when it is no longer wanted, its time is up or it has reached its band: first the file that asks it to stop, then
 * TERM, then KILL. Returns what lets go of it once the trial has ended.
 */
export function watchOver(
  { declaration, house, closing }: Context,
  child: ProgramProcess,
  stopFile: string,
  signal: AbortSignal,
  output: Output,
): () => void {
  const timers: NodeJS.Timeout[] = [];
  const later = (ms: number, then: () => void) => timers.push(setTimeout(then, Math.min(ms, MOST_MS)));
  const ask = () => writeFileSync(stopFile, '', { mode: 0o600 });
  const end = (failure: Failure | null) => {
    ask();
    child.terminate(failure);
  };
  const stop = () => {
    ask();
    later(house.timing.stopGraceMs, () => end(null));
  };
  const close = () => end(null);
  const { seconds } = declaration.limits;
  if (seconds !== null) {
    later(seconds * 1000, () => end(new Failure('time_limit', `it ran for longer than ${seconds} s`)));
  }
  // At a band it has to save its checkpoint, and a warm one to answer; what reports further does neither.
  const mayEnd = declaration.checkpoint || declaration.warm;
  output.onBand = () => {
    if (!mayEnd || output.tally.isBeyond) end(null);
    else stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  closing.addEventListener('abort', close, { once: true });
  if (closing.aborted) close();
  else if (signal.aborted) stop();
  return () => {
    for (const timer of timers) clearTimeout(timer);
    output.onBand = () => {};
    signal.removeEventListener('abort', stop);
    closing.removeEventListener('abort', close);
  };
}
