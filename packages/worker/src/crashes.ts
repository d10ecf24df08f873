/** A job that took its thread down with it this often is not tried again. */
const MOST_CRASHES = 3;

export class CrashCounts {
  readonly #counts = new Map<string, number>();

  /** Counts a crash of this job; returns whether it was one too many. */
  add(jobId: string): boolean {
    const count = (this.#counts.get(jobId) ?? 0) + 1;
    if (count < MOST_CRASHES) {
      this.#counts.set(jobId, count);
      return false;
    }
    this.#counts.delete(jobId);
    return true;
  }

  forget(jobId: string): void {
    this.#counts.delete(jobId);
  }
}

export function crashReason(error: unknown): string {
  const cause = error instanceof Error ? error.message : String(error);
  return `The trial ended its thread ${MOST_CRASHES} times, the last time with: ${cause}`;
}
