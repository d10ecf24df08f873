import type { Sweep } from '@latentsweep/store';
import type { SweepDefinition } from '../port.ts';

/** The definition of a sweep in the store. Those of earlier versions lack keys that came later. */
export function storedDefinition({ definition }: Pick<Sweep, 'definition'>): SweepDefinition {
  return { requires: [], ...(definition as Omit<SweepDefinition, 'requires'>) };
}
