import { InputError } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';

/**
 * The error `nothing_to_draw`, to be thrown. `why`: a sentence. Throws InputError `unknown_sweep` where the sweep was
 * removed meanwhile, which looks the same otherwise.
 */
export async function nothingToDraw(
  store: Reading,
  sweep: KnownSweep,
  why: string,
  where?: string,
): Promise<InputError> {
  await store.sweep(sweep.id);
  const hint =
    where === undefined
      ? `Wait for results: \`sweep watch ${sweep.word}\`.`
      : 'Admit more: leave the condition out, or part of it.';
  return new InputError('nothing_to_draw', why, hint);
}
