import type { SweepDefinition } from '@latentsweep/coordinator';
import { bandsOf, plural } from '@latentsweep/core';
import type { DecidedRung } from '@latentsweep/store';
import { count } from './number.ts';

/** What bands count. */
type Counts = 'epochs' | 'steps';

export const countsOf = ({ dataset }: Pick<SweepDefinition, 'dataset'>): Counts =>
  dataset.kind === 'program' ? 'steps' : 'epochs';

const bandText = (band: number, counts: Counts) =>
  counts === 'steps' ? `step ${count(band)}` : plural(band, 'epoch');

/** What a race decided, or a band of epochs, while it runs. */
export function rungText({ rung, epochs, kept, dropped }: DecidedRung, counts: Counts = 'epochs'): string {
  const when = `after ${epochs === null ? plural(rung, 'replicate') : bandText(epochs, counts)}`;
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
  { early, dataset }: Pick<SweepDefinition, 'early' | 'dataset'>,
  rungs: readonly DecidedRung[],
): string | null {
  if (!early) return null;
  const counts = countsOf({ dataset });
  const bands = rungs.filter(({ epochs }) => epochs !== null);
  if (bands.length === 0)
    return `${early.type}: decides after ${bandText(bandsOf(early)[0] ?? 0, counts)} first`;
  const stopped = bands.map(
    ({ epochs, kept, dropped }) =>
      `${count(dropped)} of ${plural(kept + dropped, 'config')} stopped after ${bandText(epochs!, counts)}`,
  );
  return `${early.type}: ${stopped.join(', ')}`;
}
