import { type Bus, packSpec } from '@latentsweep/bus';
import type { TrialData } from '../port.ts';

/** Gives the bus what jobs name: the description of their data set, and its table where that is at hand. */
export async function putData(bus: Bus, { spec, fingerprint, content }: TrialData): Promise<void> {
  await bus.putContent(fingerprint, packSpec(spec).bytes);
  if (spec.kind === 'table' && content) await bus.putContent(spec.content, content);
}
