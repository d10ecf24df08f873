import type { RunStatus } from '@latentsweep/coordinator';

/** Whoever looks on while a sweep is run. */
export interface Onlooker {
  /** Aborts where it is to stop. */
  readonly signal: AbortSignal;
  status(status: RunStatus): void;
  /** A sentence that is to be read now. */
  note(text: string): void;
}
