import { definitionHash, type SweepDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';
import type { LocalProgram } from './local.ts';

/** What makes a sweep the same one. A program that has changed is another one, as data are that have. */
export function identityOf(
  definition: SweepDefinition,
  fingerprint: string,
  engine: string,
  program: LocalProgram | undefined,
): string {
  const { dataset } = definition;
  const by =
    dataset.kind === 'program' && dataset.asked
      ? ['asked']
      : [program?.key, program?.sharedKey].filter((key) => typeof key === 'string');
  return definitionHash(definition, [fingerprint, ...by].join(' '), engine);
}

/** Throws InputError `program_changed` where what would run the rest of a sweep is not what ran its beginning. */
export function refuseChanged(sweep: Sweep, definition: SweepDefinition, program: LocalProgram): void {
  const { slug, datasetFingerprint, engine } = sweep;
  if (identityOf(definition, datasetFingerprint, engine, program) === sweep.definitionHash) return;
  throw new InputError(
    'program_changed',
    `The program of ${slug}, or its command, has changed since the sweep began: old and new trials could not be compared.`,
    'Put the old one back, or run the sweep file again: it makes a new sweep.',
  );
}
