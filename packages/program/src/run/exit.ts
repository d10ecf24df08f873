import { printable } from '@latentsweep/core';
import { Failure } from '../failure.ts';
import type { Exit } from '../process/program-process.ts';

const MOST_SAID = 200;

/** Why a program that ended did not end well; null: it did. `lastLine`: what it said last. */
export function failureOf({ code, signal, reason }: Exit, lastLine: string): Failure | null {
  if (reason) return reason;
  if (signal !== null) {
    const why = signal === 'SIGKILL' ? ' (from outside: so the system ends what takes its last memory)' : '';
    return new Failure('signal', `${signal}${why}`);
  }
  if (code === 0) return null;
  const killed =
    code !== null && code > 128 && code < 160
      ? ` (a process of its own was ended by signal ${code - 128})`
      : '';
  const said = lastLine === '' ? '' : `, after "${printable(lastLine).slice(0, MOST_SAID)}"`;
  return new Failure('exit_code', `${code}${killed}${said}`);
}
