// A process that only stands for another: it passes signals on and ends as the other did, with a word where that one
// was killed. Plain JavaScript without dependencies, for any Node.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Sent by a user or by what supervises programs; the program itself says what it made of them. */
const ASKED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE'];
/** By the system where memory is short, and by a program in which it cannot be had. */
const OF_MEMORY = ['SIGKILL', 'SIGABRT'];
const ADVICE =
  'What it recorded is kept. Run it again with less at once (fewer --slots, a smaller table), or where there is more memory.';

/** As shells count: a program that a signal ended has 128 and the number of the signal. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** That a signal ended a program which nobody asked to end; null where there is nothing to say. */
export function wordsOnEnd(what, signal) {
  if (signal === null || ASKED.includes(signal)) return null;
  return `${what} was killed (${signal})${OF_MEMORY.includes(signal) ? '; out of memory?' : '.'}`;
}

/**
 * Runs a program in this one's place; resolves to the code to end with. Ctrl-C reaches the program by itself, which
 * decides what it means; SIGTERM is passed on.
 */
export function standFor(what, command, args, options) {
  const child = spawn(command, args, options);
  const ignore = () => {};
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', pass);
      const words = wordsOnEnd(what, signal);
      if (words !== null) process.stderr.write(`${words}\n${ADVICE}\n`);
      resolve(exitCodeOf(code, signal));
    });
  });
}
