/**
 * A new database. Postgres makes one from nothing in some 3 s of computing; a copy of one that is new takes a tenth of
 * a second. So the first that a checkout makes is kept, in its `build` folder, and the next ones are copies.
 */

import { fork } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import own from '../../package.json' with { type: 'json' };
import type { MadeDatabase } from './make-database.ts';

const MAKE = fileURLToPath(new URL('./make-database.ts', import.meta.url));

/** By the version that made it: one of another version might not be read. */
const KEPT = fileURLToPath(
  new URL(`../../build/database-${own.dependencies['@electric-sql/pglite']}`, import.meta.url),
);

/** Makes a database in `directory`, which does not exist. */
export async function newDatabase(directory: string): Promise<void> {
  if (copy(KEPT, directory)) return;
  await makeApart(directory);
  keep(directory);
}

/** A folder that can't be read or written, or has no room, is as good as none: what matters is made all the same. */
function copy(from: string, to: string): boolean {
  try {
    fs.cpSync(from, to, { recursive: true, mode: fs.constants.COPYFILE_FICLONE });
    return true;
  } catch {
    fs.rmSync(to, { recursive: true, force: true });
    return false;
  }
}

/** Beside and moved: it is whole or not there. */
function keep(directory: string): void {
  const copied = `${KEPT}.new-${process.pid}`;
  if (!copy(directory, copied)) return;
  try {
    fs.renameSync(copied, KEPT);
  } catch {
    // Another process was first.
    fs.rmSync(copied, { recursive: true, force: true });
  }
}

/** What V8 is told where a database is made: its best machine code costs hundreds of MB, and a second is all it is for. */
const MAKE_FLAGS = ['--liftoff-only', '--max-semi-space-size=1', '--disable-warning=ExperimentalWarning'];

/** In a process of its own, whose memory is gone with it. */
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
