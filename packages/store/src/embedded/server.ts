/**
 * The store process: it alone opens the PGlite directory and lets clients in through a unix socket. Started by
 * whichever command needs it (see start.ts), in a session of its own, so that neither Ctrl-C nor a kill of that
 * command touches the database. It ends by itself when no client has been there for a while.
 */

import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError, reasonOf } from '@latentsweep/core/error';
import { FULL, storeFull } from '../error.ts';
import {
  reachable,
  readRecord,
  SOCKET_NAME,
  type StoreDirectory,
  socketDirectory,
  storeDirectory,
  writeRecord,
} from './directory.ts';
import { Gate } from './gate.ts';
import { takeLock } from './lock.ts';
import { DEFAULT_LINGER_MS } from './session.ts';

/** What the store process tells the command that started it. */
export type FromServer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly hint: string };

async function main(directory: StoreDirectory, lockWaitMs: number): Promise<void> {
  process.umask(0o077);
  if (!(await lockOrFindServer(directory, lockWaitMs))) return tell({ kind: 'ready' });
  endWithDirectory(directory);
  const host = socketDirectory(directory.root);
  const socket = path.join(host, SOCKET_NAME);
  // Only the holder of the lock ever removes or makes this socket.
  fs.rmSync(socket, { force: true });
  const linger = new Linger(() => void shutDown());
  const log = (error: Error) => console.error(new Date().toISOString(), error);
  const gate = await Gate.open(directory.data, socket, {
    onClients: (clients, lingerMs) => linger.clients(clients, lingerMs ?? DEFAULT_LINGER_MS),
    onBroken: (error) => {
      log(error);
      process.exit(1);
    },
    onTrouble: log,
  });
  fs.chmodSync(socket, 0o600);
  writeRecord(directory, { pid: process.pid, host });
  linger.begin();
  tell({ kind: 'ready' });

  const shutDown = async () => {
    fs.rmSync(directory.record, { force: true });
    await gate.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void shutDown());
}

/**
 * Ends this process at once where somebody removes the directory (`rm -rf` while it lingers): it must not write a byte
 * to what may be another store at the same path a moment later.
 */
function endWithDirectory({ root, lock }: StoreDirectory): void {
  const identity = () => {
    const found = fs.statSync(lock, { throwIfNoEntry: false });
    return found && `${found.ino} ${found.birthtimeMs}`;
  };
  const ours = identity();
  const check = () => {
    if (identity() !== ours) process.exit(0);
  };
  fs.watch(root, { persistent: false }, check).on('error', check);
}

/** False where a store process serves this directory already. Throws `store_in_use`. */
async function lockOrFindServer(directory: StoreDirectory, waitMs: number): Promise<boolean> {
  for (const until = Date.now() + waitMs; ; ) {
    if (takeLock(directory.lock)) return true;
    const record = readRecord(directory);
    if (record && (await reachable(record.host))) return false;
    if (Date.now() > until) {
      throw new LatentsweepError(
        'store_in_use',
        `${directory.root} is held by another process${record ? ` (${record.pid})` : ''} that does not answer.`,
        'End that process, or name another directory with --store.',
      );
    }
    await sleep(20 + 20 * (process.pid % 5));
  }
}

/** Counts down to the end while no client is there: the longest time that any has asked for, from the last one on. */
class Linger {
  readonly #end: () => void;
  #longestMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #seen = false;

  constructor(end: () => void) {
    this.#end = end;
  }

  /** Once the database is open, however long that took: the command that started this process may be gone. */
  begin(): void {
    if (!this.#seen) this.#timer = setTimeout(this.#end, DEFAULT_LINGER_MS);
  }

  clients(count: number, askedMs: number): void {
    this.#seen = true;
    clearTimeout(this.#timer);
    this.#longestMs = Math.max(this.#longestMs, askedMs);
    if (count === 0) this.#timer = setTimeout(this.#end, this.#longestMs);
  }
}

/** The command that started this process may have been killed meanwhile: then there is nobody to tell. */
function tell(told: FromServer): void {
  process.send?.(told, undefined, undefined, () => {
    if (process.connected) process.disconnect();
  });
}

function failed(directory: StoreDirectory, error: unknown): FromServer {
  const known =
    error instanceof LatentsweepError
      ? error
      : FULL.test(String(error))
        ? storeFull(directory.root, error)
        : new LatentsweepError(
            'store_broken',
            `The database in ${directory.root} does not start: ${reasonOf(error)}`,
            `See ${directory.log}. If nothing helps, move the directory away and run again.`,
          );
  return { kind: 'failed', code: known.code, message: known.message, hint: known.hint };
}

const [root, lockWaitMs] = process.argv.slice(2) as [string, string];
const directory = storeDirectory(root);
try {
  await main(directory, Number(lockWaitMs));
} catch (error) {
  console.error(new Date().toISOString(), error);
  tell(failed(directory, error));
  process.exitCode = 1;
}
