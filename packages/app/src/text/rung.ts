import { plural } from '@latentsweep/core';
import type { DecidedRung } from '@latentsweep/store';
import { count } from './number.ts';

/** What a race decided, while it runs. */
export function rungText({ rung, kept, dropped }: DecidedRung): string {
  const which = dropped === 0 ? 'all' : `${count(kept)} of`;
  return `after ${plural(rung, 'replicate')} ${which} ${plural(kept + dropped, 'config')} go on`;
}

/** What it dropped so far, rung by rung. */
export function rungsText(rungs: readonly DecidedRung[]): string {
  return rungs
    .map(
      ({ rung, kept, dropped }) =>
        `${count(dropped)} of ${plural(kept + dropped, 'config')} dropped after ${plural(rung, 'replicate')}`,
    )
    .join(', ');
}
