import type { Overview, Spell } from '@latentsweep/app';
import { printable, redacted, spelled } from '@latentsweep/core';
import type { Reading } from '@latentsweep/store';
import type { SweepsAnswer } from '../api.ts';
import { sweepRow } from './sweep-row.ts';
import { workerRow } from './worker-row.ts';

/** A page of sweeps, and so many workers: more are counted. */
export const SWEEPS = 100;
const WORKERS = 100;

/** All but whether this page may act: that differs from client to client. */
export type Told = Omit<SweepsAnswer, 'mayAct'>;

export function sweepsAnswer(
  { sweeps, next, workers, alarms }: Overview,
  { location, spell }: { readonly location: Reading['location']; readonly spell: Spell },
): Told {
  return {
    store: { kind: location.kind, where: printable(whereIs(location)) },
    sweeps: sweeps.map(sweepRow),
    next,
    workers: workers.slice(0, WORKERS).map(workerRow),
    moreWorkers: Math.max(0, workers.length - WORKERS),
    alarms: alarms.map(({ found, fix }) => ({
      since: null,
      text: fix === null ? found : `${found}. ${spelled(fix, spell)}`,
    })),
  };
}

/** An embedded store is known by its folder, which is the socket's in its URL. */
function whereIs({ kind, url }: Reading['location']): string {
  const folder = kind === 'embedded' ? /[?&]host=([^&]*)/.exec(url)?.[1] : undefined;
  return folder === undefined ? redacted(url) : decodeURIComponent(folder);
}

/** Of a store that is yet to be made: by the first sweep that is run. */
export const NO_STORE: Told = {
  ...{ store: { kind: 'embedded', where: '' }, sweeps: [], next: null },
  ...{ workers: [], moreWorkers: 0, alarms: [] },
};
