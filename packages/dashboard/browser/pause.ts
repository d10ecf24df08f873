/** How long a page that goes on waits before it asks again. */

/** However much moves, a server is asked for at most this share of the time, unless a person would wait too long for it. */
const SHARE = 1 / 20;
const LEAST_MS = 3000;
const MOST_MS = 10_000;

/** Milliseconds after an answer that took `took` of them. */
export const pauseAfter = (took: number): number => Math.min(MOST_MS, Math.max(LEAST_MS, took / SHARE));
