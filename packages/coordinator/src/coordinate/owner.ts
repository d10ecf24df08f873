import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** The process that runs a sweep, as the owner of the sweep's lease names it. */
export interface RunProcess {
  readonly host: string;
  readonly pid: number;
}

/** A name for this process and one run of it. */
export function runOwner(): string {
  return `${hostname()}:${process.pid}:${randomUUID()}`;
}

/** Null for an owner that is no run. */
export function processOf(owner: string): RunProcess | null {
  const [, host, pid] = /^(.+):(\d+):[^:]+$/.exec(owner) ?? [];
  return host === undefined ? null : { host, pid: Number(pid) };
}

/** Whether the process was on this machine and is there no more: it was killed, and its lease has not run out yet. */
export function isGone({ host, pid }: RunProcess): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
