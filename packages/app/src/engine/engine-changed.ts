import { InputError } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';

export function otherEngine(sweep: Sweep, engine: string): InputError {
  return new InputError(
    'engine_changed',
    `${sweep.slug} was begun with the engine ${sweep.engine}, but this version has ${engine}: results would not compare.`,
    'Run the sweep file again: it makes a new sweep. Or go back to the version that it was begun with.',
  );
}
