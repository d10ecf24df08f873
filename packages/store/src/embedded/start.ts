import { fork } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError, type LatentsweepError } from '@latentsweep/core/error';
import { TryAgain } from '../error.ts';
import { reachable, readRecord, type StoreDirectory } from './directory.ts';
import type { FromServer } from './server.ts';

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));
const LONGEST_LOG = 1024 * 1024;
/** For a store process that is starting, recovering or shutting down. */
const LOCK_WAIT_MS = 30_000;

/** The folder of the socket of this store, whose process is started where none runs. Throws what kept it from it. */
export async function startServer(directory: StoreDirectory, lockWaitMs = LOCK_WAIT_MS): Promise<string> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const record = readRecord(directory);
    if (record && (await reachable(record.host))) return record.host;
    await spawnServer(directory, lockWaitMs);
  }
  throw new TryAgain(
    'store_broken',
    `The store process of ${directory.root} ends as soon as it has started.`,
    `See ${directory.log}.`,
  );
}

function spawnServer(directory: StoreDirectory, lockWaitMs: number): Promise<void> {
  const log = openLog(directory.log);
  const child = fork(SERVER, [directory.root, String(lockWaitMs)], {
    detached: true,
    // SQLite's lock (and on Node 22 type stripping) would print a warning.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', log, log, 'ipc'],
  });
  fs.closeSync(log);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('message', (told: FromServer) => {
      child.removeAllListeners();
      if (child.connected) child.disconnect();
      child.unref();
      if (told.kind === 'ready') resolve();
      else reject(errorOf(told));
    });
    // Once its last words have come, too.
    child.once('close', (code, signal) => {
      const how = signal === 'SIGKILL' ? `${signal}; out of memory?` : (signal ?? `status ${code}`);
      const text = `The store process of ${directory.root} ended at once (${how}).`;
      reject(new TryAgain('store_broken', text, `See ${directory.log}.`));
    });
  });
}

function errorOf(told: FromServer & { kind: 'failed' }): LatentsweepError {
  const { code, message, hint } = told;
  return code === 'store_in_use' ? new InputError(code, message, hint) : new TryAgain(code, message, hint);
}

function openLog(file: string): number {
  const long = (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LONGEST_LOG;
  return fs.openSync(file, long ? 'w' : 'a', 0o600);
}
