import { type SweepDefinition, storedDefinition } from '@latentsweep/coordinator';
import { type Fault, InputError } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';

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

/** A sweep that was recorded before keeps the labels that it was recorded with; what its file says now is not lost silently. */
export function keptLabels(sweep: Sweep, { requires }: SweepDefinition): Fault | null {
  const kept = storedDefinition(sweep).requires;
  if (
    sweep.state === 'completed' ||
    (kept.length === requires.length && kept.every((l) => requires.includes(l)))
  ) {
    return null;
  }
  return {
    ...{ code: 'kept_labels', path: '' },
    message: `${sweep.slug} keeps requires: [${kept.join(', ')}], with which it was recorded`,
    hint:
      `For [${requires.join(', ')}], cancel it and run the file under another name, which takes over its results: ` +
      `--set name=${sweep.slug}-again`,
  };
}
