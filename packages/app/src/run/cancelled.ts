import { InputError } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';

/** A cancelled sweep is over. Throws InputError `sweep_cancelled`, with the way to its results and on from them. */
export function refuseCancelled({ slug, state }: Sweep): void {
  if (state !== 'cancelled') return;
  throw new InputError(
    'sweep_cancelled',
    `${slug} was cancelled, and that is for good.`,
    `Run its file under another name, which takes over all of its results: --set name=${slug}-again`,
  );
}
