import type { SweepDefinition } from '@latentsweep/coordinator';
import { bandsOf, plural } from '@latentsweep/core';
import type { DecidedRung } from '@latentsweep/store';
import { count } from './number.ts';

/** What a race decided, or a band of epochs, while it runs. */
export function rungText({ rung, epochs, kept, dropped }: DecidedRung): string {
  const when = `after ${epochs === null ? plural(rung, 'replicate') : plural(epochs, 'epoch')}`;
  const goes = kept === 1 ? 'goes' : 'go';
  if (dropped === 0)
    return `${when} ${kept === 1 ? 'the one config' : `all ${count(kept)} configs`} ${goes} on`;
  return `${when} ${count(kept)} of ${plural(kept + dropped, 'config')} ${goes} on`;
}

/** What it dropped so far, rung by rung; null where there is none. */
export function raceText(
  { race }: Pick<SweepDefinition, 'race'>,
  rungs: readonly DecidedRung[],
): string | null {
  if (!race) return null;
  const raced = rungs.filter(({ epochs }) => epochs === null);
  if (raced.length === 0) return `decides after ${plural(race.rungs[0]!, 'replicate')} first`;
  return raced
    .map(
      ({ rung, kept, dropped }) =>
        `${count(dropped)} of ${plural(kept + dropped, 'config')} dropped after ${plural(rung, 'replicate')}`,
    )
    .join(', ');
}

/** What `early_terminate` stopped so far, band by band; null where there is none. */
export function earlyText(
  { early }: Pick<SweepDefinition, 'early'>,
  rungs: readonly DecidedRung[],
): string | null {
  if (!early) return null;
  const bands = rungs.filter(({ epochs }) => epochs !== null);
  if (bands.length === 0)
    return `${early.type}: decides after ${plural(bandsOf(early)[0] ?? 0, 'epoch')} first`;
  const stopped = bands.map(
    ({ epochs, kept, dropped }) =>
      `${count(dropped)} of ${plural(kept + dropped, 'config')} stopped after ${plural(epochs!, 'epoch')}`,
  );
  return `${early.type}: ${stopped.join(', ')}`;
}
