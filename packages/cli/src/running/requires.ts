import type { SweepDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';

/** Throws InputError `labels_missing` where a sweep asks for labels that the one worker there is does not have. */
export function refuseMissingLabels({ requires }: SweepDefinition, labels: readonly string[]): void {
  const missing = requires.filter((label) => !labels.includes(label));
  if (missing.length === 0) return;
  throw new InputError(
    'labels_missing',
    `The sweep requires a worker with ${requires.join(', ')}; this machine is not said to have ${missing.join(', ')}.`,
    `If it has, say so: --labels ${requires.join(',')}. To run anywhere: --set requires=[]`,
  );
}
