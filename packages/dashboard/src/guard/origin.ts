import { InputError } from '@latentsweep/core';
import { hostOf } from './host.ts';

export interface Asking {
  readonly method: string;
  /** Headers as they were sent. */
  readonly site: string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

/** What a browser says of where a request comes from. `unknown`: it is none, or an old one that reads. */
export function cameFrom(
  { site, origin, host }: Asking,
  names: readonly string[],
): 'us' | 'elsewhere' | 'unknown' {
  // Scripts can't set it; `none`: typed, or a bookmark.
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'us' : 'elsewhere';
  if (origin === undefined) return 'unknown';
  if (!URL.canParse(origin)) return 'elsewhere';
  const { host: theirs } = new URL(origin);
  return theirs === host || names.includes(hostOf(theirs)) ? 'us' : 'elsewhere';
}

/**
 * Answers are for our own pages and for programs. `byCookie`: what lets it act was sent by the browser of its own accord,
 * so that it must be certain that one of our pages asks. Throws InputError `cross_site`.
 */
export function refuseCrossSite(asking: Asking, names: readonly string[], byCookie: boolean): void {
  const from = cameFrom(asking, names);
  if (from === 'us' || (from === 'unknown' && !(byCookie && asking.method === 'POST'))) return;
  throw new InputError(
    'cross_site',
    'Another page asked for this, which only the pages of the dashboard may.',
    'Open the dashboard by the address that it printed.',
  );
}
