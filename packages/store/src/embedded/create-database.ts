/**
 * Makes a database, with its tables, where there is none. From nothing that takes some 5 s of computing; a copy of a
 * new one takes a tenth of a second. So the first that a checkout makes is kept, in its `build` folder, for the next ones.
 */

import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import own from '../../package.json' with { type: 'json' };

const MAKE = fileURLToPath(new URL('./make-database.ts', import.meta.url));

const SOURCES = fileURLToPath(new URL('..', import.meta.url));
const BUILD = fileURLToPath(new URL('../../build', import.meta.url));

/** By what makes it: another PGlite might not read it, and other sources make other tables. */
function keptPath(): string {
  const hash = createHash('sha256').update(own.dependencies['@electric-sql/pglite']);
  for (const name of fs.readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.sql$|(?<!\.test)\.ts$/.test(name)) hash.update(fs.readFileSync(path.join(SOURCES, name)));
  }
  return path.join(BUILD, `database-${hash.digest('hex').slice(0, 16)}`);
}

/** What V8 is told where a database is made: its best machine code costs hundreds of MB, and a second is all it is for. */
const MAKE_FLAGS = ['--liftoff-only', '--max-semi-space-size=1', '--disable-warning=ExperimentalWarning'];

/**
 * Makes the database in `directory` if there is none. It is made beside and moved, so that one killed half way through
 * leaves nothing that looks like a database.
 */
export async function createDatabase(directory: string): Promise<void> {
  if (fs.existsSync(`${directory}/PG_VERSION`)) return;
  const { dir, base } = path.parse(directory);
  for (const name of fs.existsSync(dir) ? fs.readdirSync(dir) : []) {
    if (name.startsWith(`${base}.new`)) fs.rmSync(path.join(dir, name), { recursive: true, force: true });
  }
  // Named by its process: one that outlives a killed store process is in nobody's way.
  const made = `${directory}.new-${process.pid}`;
  const kept = keptPath();
  if (!copied(kept, made)) {
    await makeApart(made);
    keep(made, kept);
  }
  fs.chmodSync(made, 0o700);
  fs.renameSync(made, directory);
}

/** A folder that can't be read or written, or has no room, is as good as none: the database is made all the same. */
function copied(from: string, to: string): boolean {
  try {
    fs.cpSync(from, to, { recursive: true, mode: fs.constants.COPYFILE_FICLONE });
    // Where it is still in its place, nothing of it was removed meanwhile.
    if (fs.existsSync(from)) return true;
  } catch {}
  fs.rmSync(to, { recursive: true, force: true });
  return false;
}

function keep(directory: string, kept: string): void {
  const beside = `${kept}.new-${process.pid}`;
  if (!copied(directory, beside)) return;
  try {
    // All later ones are copies of it: it must be whole even after a power cut.
    for (const name of fs.readdirSync(beside, { recursive: true })) sync(path.join(beside, String(name)));
    fs.renameSync(beside, kept);
    removeOthers(kept);
  } catch {
    // Another process was first, or it can't be kept.
    fs.rmSync(beside, { recursive: true, force: true });
  }
}

/** What older sources made. Each is put out of its place first: whoever copies it looks for that. */
function removeOthers(kept: string): void {
  for (const name of fs.readdirSync(BUILD)) {
    const other = path.join(BUILD, name);
    if (!name.startsWith('database-') || name.includes('.new-') || other === kept) continue;
    const away = `${kept}.old-${process.pid}`;
    fs.renameSync(other, away);
    fs.rmSync(away, { recursive: true, force: true });
  }
}

function sync(file: string): void {
  const open = fs.openSync(file, 'r');
  try {
    fs.fsyncSync(open);
  } finally {
    fs.closeSync(open);
  }
}

/** In a process of its own, whose memory is gone with it. */
async function makeApart(directory: string): Promise<void> {
  const child = fork(MAKE, [directory], {
    execArgv: MAKE_FLAGS,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let failure: string | undefined;
  child.once('message', (told: string) => {
    failure = told;
  });
  const how = await once(child, 'close').then(
    ([code, signal]) => (signal ? `${signal}; out of memory?` : `status ${code}`),
    (error: Error) => error.message,
  );
  if (failure) throw new Error(failure);
  if (child.exitCode !== 0) throw new Error(`the process that makes the database ended at once (${how})`);
}
