/** What ended since this coordinator began. */
export interface Beginning {
  /** Completed or diverged. */
  readonly ended: number;
  readonly failed: number;
  readonly lastError: string | null;
  readonly seconds: number;
}

const FAILURES = 3;
const ENDED_WELL = 10;
const SECONDS = 10;

/**
 * Why the sweep should stop, or null: three trials failed in the first ten seconds, before ten ended well. Then the
 * fault most likely lies in the file or the machine and will fail all others too.
 */
export function earlyFailure({ ended, failed, lastError, seconds }: Beginning): string | null {
  if (failed < FAILURES || ended >= ENDED_WELL || seconds > SECONDS) return null;
  return `${failed} of the first ${failed + ended} trials failed, the last one with: ${lastError}`;
}
