/** PGlite on a directory of the disk, made as durable as a Postgres server. */

import fs from 'node:fs';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** PGlite's own, without -F (no fsync). Timers of Postgres do not fire in WebAssembly, so none is set. */
const START = [
  '--single',
  '-O',
  '-j',
  ...[
    'fsync=on',
    // The C library's fdatasync, Postgres's usual way, is an empty stub in Emscripten; fsync reaches the file system.
    'wal_sync_method=fsync',
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'jit=off',
    'work_mem=16MB',
    'random_page_cost=1.1',
    'checkpoint_timeout=1d',
  ].flatMap((setting) => ['-c', setting]),
];

interface NodeStreams {
  fsync?: (stream: { readonly nfd: number }) => number;
}

/** Emscripten's NODEFS has no fsync, so that Postgres's would be lost without a word. This one has. */
class DurableFS extends NodeFS {
  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]) {
    const { emscriptenOpts } = await super.init(pg, options);
    emscriptenOpts.preRun?.unshift((module) => {
      const { NODEFS } = module.FS.filesystems as unknown as { NODEFS: { stream_ops: NodeStreams } };
      NODEFS.stream_ops.fsync = (stream) => {
        fs.fsyncSync(stream.nfd);
        return 0;
      };
    });
    return { emscriptenOpts };
  }
}

/** From nothing, in this process; `fill` is run on it. Throws where it can't. */
export async function makeDatabase(
  directory: string,
  fill: (database: PGlite) => Promise<void>,
): Promise<void> {
  try {
    const database = await PGlite.create({ fs: new DurableFS(directory), startParams: START });
    await fill(database);
    await database.close();
  } catch (error) {
    throw new Error(inWords(error), { cause: error });
  }
}

/** WASI's numbers of what people can mend. */
const FILE_ERRORS: Readonly<Record<number, string>> = {
  2: 'Permission denied',
  19: 'Disk quota exceeded',
  51: 'No space left on device',
  69: 'Read-only file system',
};

/** Emscripten's file system throws what is no Error, with a number of WASI's. */
function inWords(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { errno } = error as { readonly errno?: number };
  return errno === undefined ? String(error) : (FILE_ERRORS[errno] ?? `error ${errno} of the file system`);
}

/**
 * Opens the database in `directory`. `onCrash` is called once Postgres has ended in a way that PGlite would go on
 * after (a PANIC, a trap): nothing more may be asked of it then. Throws where Postgres does not start.
 */
export async function openDatabase(directory: string, onCrash: (reason: string) => void): Promise<PGlite> {
  const log: string[] = [];
  const options: PGliteOptions = {
    fs: new DurableFS(directory),
    startParams: START,
    onStderr: (line) => {
      log.push(line);
      if (log.length > 50) log.shift();
      return true;
    },
  };
  try {
    const database = await PGlite.create(options);
    stopAtCrash(database, () => onCrash(worst(log)));
    return database;
  } catch (error) {
    throw new Error(worst(log) || inWords(error), { cause: error });
  }
}

/** Postgres reports an error of SQL by a jump that PGlite knows; any other exception ends the backend. */
const SQL_ERROR = 100;

function stopAtCrash(database: PGlite, onCrash: () => void): void {
  const module = database.Module;
  const step = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      step();
    } catch (error) {
      if ((error as { status?: number }).status !== SQL_ERROR) onCrash();
      throw error;
    }
  };
}

/** The line of the log that says most. */
function worst(log: readonly string[]): string {
  for (const level of ['PANIC', 'FATAL', 'ERROR']) {
    const line = log.findLast((each) => each.includes(`${level}:`));
    if (line) return line.slice(line.indexOf(`${level}:`));
  }
  return log.at(-1) ?? '';
}
