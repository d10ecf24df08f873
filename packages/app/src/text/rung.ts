import type { SweepDefinition } from '@latentsweep/coordinator';
import { plural } from '@latentsweep/core';
import type { DecidedRung } from '@latentsweep/store';
import { count } from './number.ts';

/** What a race decided, while it runs. */
export function rungText({ rung, kept, dropped }: DecidedRung): string {
  const which = dropped === 0 ? 'all' : `${count(kept)} of`;
  return `after ${plural(rung, 'replicate')} ${which} ${plural(kept + dropped, 'config')} go on`;
}

/** What it dropped so far, rung by rung; null where there is none. */
export function raceText(
  { race }: Pick<SweepDefinition, 'race'>,
  rungs: readonly DecidedRung[],
): string | null {
  if (!race) return null;
  if (rungs.length === 0) return `decides after ${plural(race.rungs[0]!, 'replicate')} first`;
  return rungs
    .map(
      ({ rung, kept, dropped }) =>
        `${count(dropped)} of ${plural(kept + dropped, 'config')} dropped after ${plural(rung, 'replicate')}`,
    )
    .join(', ');
}
