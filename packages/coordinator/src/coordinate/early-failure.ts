/** How a sweep begins: whether its first training runs fail, so that all others most likely will too. */

const FAILURES = 3;
const ENDED_WELL = 10;
const SECONDS = 10;

/**
 * Counts training runs, not trials: the milestones of one run fail together. Past the beginning it notes nothing, so
 * that it stays small.
 */
export class Beginning {
  readonly #well = new Set<string>();
  readonly #failed = new Set<string>();
  #lastError: string | null = null;

  /** A trial of the job ended. `error`: why it failed, null where it did not. `seconds`: since the start. */
  note(jobId: string, error: string | null, seconds: number): void {
    if (seconds > SECONDS || this.#well.size >= ENDED_WELL) return;
    if (error === null) {
      this.#well.add(jobId);
    } else {
      this.#failed.add(jobId);
      this.#lastError = error;
    }
  }

  /**
   * Why the sweep should stop, or null: three runs failed in the first ten seconds, before ten ended well. Then the
   * fault most likely lies in the file or the machine.
   */
  failure(seconds: number): string | null {
    const failed = this.#failed.size;
    const well = this.#well.size;
    if (failed < FAILURES || well >= ENDED_WELL || seconds > SECONDS) return null;
    return `${failed} of the first ${failed + well} training runs failed, the last one with: ${this.#lastError}`;
  }
}
