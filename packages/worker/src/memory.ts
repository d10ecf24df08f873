import { totalmem } from 'node:os';

/** What this process may use at most, in a container too. */
export function machineBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** Twice of all that this process has, and something for others. */
const MOST_SHARE = 0.4;

/** Whether this machine has memory for cohorts twice as wide. */
export function hasRoom(): boolean {
  return process.memoryUsage.rss() < MOST_SHARE * machineBytes();
}
