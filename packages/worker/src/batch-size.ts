/** A batch is meant to take this long: far more than the hand-over costs, and soon over. */
const BATCH_MS = 100;
/** Longer jobs go one by one: jobs that wait in a batch are lost to other threads and to other machines. */
const SMALL_JOB_MS = 50;
const MOST_JOBS = 64;

/** How many jobs a free thread should get at once. `msPerJob`: what recent ones took, null before the first. */
export function batchSize(msPerJob: number | null): number {
  if (msPerJob === null || msPerJob >= SMALL_JOB_MS) return 1;
  return Math.min(MOST_JOBS, Math.floor(BATCH_MS / Math.max(msPerJob, 0.001)));
}

/** The same where jobs are trained `width` at a time: whole cohorts. */
export function cohortBatchSize(msPerJob: number | null, width: number): number {
  return width * Math.ceil(batchSize(msPerJob) / width);
}

/**
 * The most jobs to take next, after a batch of `pulled` of which `begun` were begun before it was overdue. Where jobs are
 * of many shapes, one cohort is all that begins, and the others would go to and fro.
 */
export function nextMost(most: number, pulled: number, begun: number): number {
  return begun < pulled ? 2 * Math.max(1, begun) : 2 * most;
}

/** A moving average that forgets small jobs at once when a long one came. */
export function recentMs(before: number | null, latest: number): number {
  return before === null || latest >= SMALL_JOB_MS ? latest : 0.7 * before + 0.3 * latest;
}

/** Jobs of a batch that has taken this long and which have not begun are given back. */
export const OVERDUE_MS = 5 * BATCH_MS;
