/** How fast trials end: over the last seconds, or over the whole run where too few ended in them. */

const WINDOW_MS = 5000;
const ENOUGH = 5;
/** The first few endings say little: they count as those of a whole second. */
const LEAST_MS = 1000;

interface Ending {
  readonly at: number;
  readonly count: number;
}

export class EndingRate {
  readonly #startedAt: number;
  #recent: Ending[] = [];
  #total = 0;

  /** Times are in milliseconds of any clock that does not jump. */
  constructor(now: number) {
    this.#startedAt = now;
  }

  get total(): number {
    return this.#total;
  }

  note(count: number, now: number): void {
    this.#total += count;
    this.#recent = this.#recent.filter(({ at }) => at > now - WINDOW_MS);
    this.#recent.push({ at: now, count });
  }

  /** Trials per second; 0 before the first ended. */
  perSecond(now: number): number {
    const sinceStart = Math.max(now - this.#startedAt, LEAST_MS);
    const recent = this.#recent.filter(({ at }) => at > now - WINDOW_MS);
    const inWindow = recent.reduce((sum, { count }) => sum + count, 0);
    if (inWindow >= ENOUGH) return (1000 * inWindow) / Math.min(WINDOW_MS, sinceStart);
    return (1000 * this.#total) / sinceStart;
  }
}

/** Null while nothing has ended. */
export function secondsLeft(remaining: number, perSecond: number): number | null {
  if (remaining <= 0) return 0;
  return perSecond > 0 ? remaining / perSecond : null;
}
