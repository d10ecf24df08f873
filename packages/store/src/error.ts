import { LatentsweepError } from '@latentsweep/core';

interface Coded {
  readonly code?: string;
  readonly message?: string;
}

/** Whether the server went away, so that the same may work once more on a new connection. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = error as Coded;
  return LOST_CODES.test(code) || LOST_MESSAGES.test(message);
}

const LOST_CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|08\w{3}|57P0[123]|25P03)$/;
const LOST_MESSAGES = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

const FULL = /No space left on device|ENOSPC|Disk quota exceeded/i;

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
  if (isConnectionLost(error) || UNREACHABLE.test(code)) {
    return new LatentsweepError(
      'store_unreachable',
      `${where} cannot be reached: ${message || code}`,
      'Check the host and port, and that the server runs. Recorded trials are safe; run the same command again.',
    );
  }
  return error;
}

/** What this user may not do, for statements of our own. */
export function explainRights(error: unknown, where: string): unknown {
  if (!isRefused(error)) return error;
  return new LatentsweepError(
    'store_refused',
    `${where} does not allow this: ${error.message}.`,
    'This user may only read, or not this. Use one that may write (the writer of `sweep cluster init`).',
  );
}

/** Too few rights, or a server that takes no writes. */
export function isRefused(error: unknown): error is Error {
  const { code = '' } = (error ?? {}) as Coded;
  return code === '42501' || code === '25006';
}

const UNREACHABLE = /^(ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EACCES|EPERM|53300)$/;

export function storeFull(where: string, cause: unknown): LatentsweepError {
  return new LatentsweepError(
    'store_full',
    `No space is left for the store (${where}).`,
    'Free some space and run the same command again: all trials recorded so far are kept.',
    { cause },
  );
}
