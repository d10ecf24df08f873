import { InputError } from '@latentsweep/core';
import type { KnownSweep } from '@latentsweep/store';

/** Throws InputError `built_in_only` where the trials of the sweep are runs of a program. `what`: is for those that are built in. */
export function refuseProgram({ ownMeasures, word }: KnownSweep, what: string, hint: string): void {
  if (!ownMeasures) return;
  throw new InputError(
    'built_in_only',
    `${what}, and the trials of ${word} are runs of a program of your own.`,
    hint,
  );
}
