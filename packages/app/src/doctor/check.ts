import { LatentsweepError, reasonOf } from '@latentsweep/core';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `info`: something optional that is not there. */
  readonly state: 'ok' | 'info' | 'warning' | 'wrong';
  readonly found: string;
  /** What to do about it, where something is to be done. */
  readonly fix: string | null;
}

/** Says what to do about it. */
type Faulty = (name: string, found: string, fix: string) => Check;

const check =
  (state: Check['state']) =>
  (name: string, found: string, fix: string | null = null): Check => ({ name, state, found, fix });

export const ok: (name: string, found: string) => Check = check('ok');
export const info = check('info');
export const warning: Faulty = check('warning');
export const wrong: Faulty = check('wrong');

/** What was looked at throws: its words, then its own hint, or else `hint`. */
export function failed(name: string, error: unknown, hint: string, about = ''): Check {
  return wrong(name, about + reasonOf(error), error instanceof LatentsweepError ? error.hint : hint);
}
