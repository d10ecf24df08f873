import type { Job } from '@latentsweep/bus';
import { runHash } from '@latentsweep/core';

/** The share of a device's results that is computed again on a CPU, unless the user says otherwise: one in so many jobs. */
export const ONE_IN = 1000;

/**
 * Whether a job is computed twice. By its config and seed, so that it is the same whoever runs it, and however often: no
 * clock, no order. `oneIn`: 0 for none, 1 for all.
 */
export function isRechecked({ config, seed }: Pick<Job, 'config' | 'seed'>, oneIn: number): boolean {
  if (oneIn === 0) return false;
  const mixed = Number.parseInt(runHash(config).slice(0, 8), 16) ^ Number.parseInt(seed.slice(0, 8), 16);
  return spread(mixed) % oneIn === 0;
}

/** The finalizer of MurmurHash3: configs of one seed, and seeds of one config, fall evenly. */
function spread(bits: number): number {
  let h = bits >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
