import { LatentsweepError } from '@latentsweep/core';

/** Why there is no bus, where that may mend itself, or null. */
export function whyNoBus(error: unknown): string | null {
  return error instanceof LatentsweepError && error.code === 'bus_unreachable' ? error.message : null;
}
