import { DatabaseSync } from 'node:sqlite';

/** Kept here so that no lock is given up by the garbage collector. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a file for as long as this process lives, or returns false where another process has it. The
 * lock is SQLite's on an empty database: one that the operating system gives back when its owner dies, however it
 * dies. Node has no `flock` of its own, and a file with a process id in it outlives its owner.
 */
export function takeLock(path: string): boolean {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is ever written: no journal beside the lock.
    file.exec('pragma journal_mode = memory; begin exclusive');
  } catch (error) {
    file.close();
    // The low byte: the rest says more of it.
    if (BUSY.has(((error as { errcode?: number }).errcode ?? 0) & 0xff)) return false;
    throw error;
  }
  held.add(file);
  return true;
}

/** SQLITE_BUSY and SQLITE_LOCKED. */
const BUSY: ReadonlySet<number> = new Set([5, 6]);
