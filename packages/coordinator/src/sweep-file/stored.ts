import type { SweepDefinition } from '../port.ts';

/** A definition as the store has it. Those of earlier versions lack keys that came later. */
export function storedDefinition(definition: unknown): SweepDefinition {
  return { requires: [], ...(definition as Omit<SweepDefinition, 'requires'>) };
}
