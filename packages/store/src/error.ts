/** What goes wrong with the database, by what the caller does next. Only the store knows its driver's codes. */

import { LatentsweepError } from '@latentsweep/core/error';

/** The server is away, busy, full or starting: what failed may be done again, as it is, and may succeed then. */
export class TryAgain extends LatentsweepError {
  /** Of a store that cannot be reached, what the driver says of that. */
  get reason(): string {
    return this.code === 'store_unreachable' && this.cause instanceof Error
      ? this.cause.message
      : this.message;
  }
}

/** The database cannot hold what it was given, and never will: leave that out. Nobody else's data are at fault. */
export class RefusedData extends Error {}

/** Another process has the sweep, or nobody any more: stop. */
export class TakenOver extends LatentsweepError {
  constructor(message: string) {
    super(
      'sweep_taken_over',
      message,
      'Nothing is lost: what was recorded stays, and whoever runs the sweep goes on from there.',
    );
  }
}

interface Coded {
  readonly code?: string;
  readonly message?: string;
}

/**
 * All that may pass: SQLSTATE (08 connection, 40 rolled back, 53 resources, 57P0 shutting down), Node's codes (ENOENT:
 * the socket of a store that is starting again), and words of the driver, whose own errors have no code.
 */
const PASSING = {
  /** The connection is lost. A new one may serve at once. */
  lost: /^(08...|25P03|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/,
  lostWords: /connection (terminated|ended|error|is closed)|client was closed|not queryable/i,
  /** Only time helps. */
  away: /^(40...|53...|57P0.|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM)$/,
  awayWords: /timeout exceeded/i,
};
/** Of a message: a disk that is full, or this user's share of it. */
export const FULL = /No space left on device|ENOSPC|EDQUOT|Disk quota exceeded|disk full/i;

/** Whether the server went away, so that the same may work once more on a new connection. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as Coded;
  return PASSING.lost.test(code) || PASSING.lostWords.test(message);
}

/** An error of the driver as one that a user may see; others as they are. `where` names the store, no password. */
export function explain(error: unknown, where: string): unknown {
  if (error instanceof LatentsweepError) return error;
  const { code = '', message = '' } = error as Coded;
  if (code === '53100' || FULL.test(message)) return storeFull(where, error);
  if (/^28/.test(code) || /password|SASL|SCRAM/.test(message)) {
    return new LatentsweepError(
      'store_refused',
      `${where} refuses the login: ${message}`,
      'Check the user, the password and the database in the URL.',
    );
  }
  if (code === '3D000') {
    return new LatentsweepError(
      'store_refused',
      `${where}: ${message}`,
      'Create the database first: createdb NAME.',
    );
  }
  if (isConnectionLost(error) || PASSING.away.test(code) || PASSING.awayWords.test(message)) {
    return new TryAgain(
      'store_unreachable',
      `${where} cannot be reached: ${message || code}`,
      'Check the host and port, and that the server runs. Recorded trials are safe; run the same command again.',
      { cause: error },
    );
  }
  return error;
}

/** Of statements of our own, in which Postgres blames no user: rights, and data (SQLSTATE 22, 23). */
export function explainOwn(error: unknown, where: string): unknown {
  if (!(error instanceof Error)) return error;
  if (isRefused(error)) {
    return new LatentsweepError(
      'store_refused',
      `${where} does not allow this: ${error.message}.`,
      'This user may only read, or not this. Use one that may write (the writer of `sweep cluster init`).',
    );
  }
  const { code = '' } = error as Coded;
  return /^2[23]...$/.test(code) ? new RefusedData(error.message, { cause: error }) : error;
}

/** Too few rights, or a server that takes no writes. */
export function isRefused(error: unknown): boolean {
  const { code = '' } = (error ?? {}) as Coded;
  return code === '42501' || code === '25006';
}

export function storeFull(where: string, cause: unknown): TryAgain {
  return new TryAgain(
    'store_full',
    `No space is left for the store (${where}).`,
    'Free some space and run the same command again: all trials recorded so far are kept.',
    { cause },
  );
}
