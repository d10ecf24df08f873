import { type Bus, packSpec } from '@latentsweep/bus';
import { contentName } from '@latentsweep/core';
import type { TrialData } from '../port.ts';

/** Gives the bus what jobs name: the description of their data set, and what was read of it where that is at hand. */
export async function putData(bus: Bus, { spec, fingerprint, content }: TrialData): Promise<void> {
  await bus.putContent(fingerprint, packSpec(spec).bytes);
  const name = contentName(spec);
  if (name !== null && content) await bus.putContent(name, content);
}
