/** PGlite on a directory of the disk, made as durable as a Postgres server. */

import { fork } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

const MAKE = fileURLToPath(new URL('./make-database.ts', import.meta.url));

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

/** What V8 is told where a database is made: its best machine code costs hundreds of MB, and a second is all it is for. */
const MAKE_FLAGS = ['--liftoff-only', '--max-semi-space-size=1', '--disable-warning=ExperimentalWarning'];

/**
 * Makes the database in `directory` if there is none: in a process of its own, whose memory is gone with it. It is made
 * beside and moved, so that one killed half way through leaves nothing that looks like a database.
 */
export async function createDatabase(directory: string): Promise<void> {
  if (fs.existsSync(`${directory}/PG_VERSION`)) return;
  const { dir, base } = path.parse(directory);
  for (const name of fs.existsSync(dir) ? fs.readdirSync(dir) : []) {
    if (name.startsWith(`${base}.new`)) fs.rmSync(path.join(dir, name), { recursive: true, force: true });
  }
  // Named by its process: one that outlives a killed store process is in nobody's way.
  const made = `${directory}.new-${process.pid}`;
  await makeApart(made);
  fs.chmodSync(made, 0o700);
  fs.renameSync(made, directory);
}

/** What the process that makes a database says as it ends. */
export type MadeDatabase =
  | { readonly kind: 'made' }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null };

async function makeApart(directory: string): Promise<void> {
  const child = fork(MAKE, [directory], {
    execArgv: MAKE_FLAGS,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const told = new Promise<MadeDatabase | null>((resolve) => {
    child.once('message', (message: MadeDatabase) => resolve(message));
    child.once('exit', () => resolve(null));
    child.once('error', () => resolve(null));
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ? `${signal}; out of memory?` : `status ${code}`));
  });
  const made = await told;
  if (made?.kind === 'made') return;
  if (made) throw Object.assign(new Error(made.message), made.code === null ? {} : { code: made.code });
  throw new Error(`the process that makes the database ended at once (${await ended})`);
}

/** In this process. */
export async function makeDatabase(directory: string): Promise<void> {
  const database = await PGlite.create({ fs: new DurableFS(directory), startParams: START });
  await database.close();
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
    throw new Error(worst(log) || String(error), { cause: error });
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
