import type { Sweep } from '@latentsweep/store';
import type { SweepDefinition } from '../port.ts';

/** Whether a sweep's trials are computed by whoever asks for them, and nothing else runs it. */
export function isAsked({ definition }: Pick<Sweep, 'definition'>): boolean {
  const dataset = (definition as Partial<SweepDefinition> | null)?.dataset;
  return dataset?.kind === 'program' && dataset.asked === true;
}
