/** The page's place: its path and query in the address bar, and going elsewhere without loading anew. */

import { useEffect, useState } from 'preact/hooks';
import { BASE, below } from './base.ts';
import { type Wishes, withWishes } from './route.ts';

export interface Place {
  /** Below the base. */
  readonly path: string;
  /** With its `?`, or empty. */
  readonly query: string;
}

const MOVED = 'latentsweep:moved';

const here = (): Place => ({
  path: location.pathname.startsWith(BASE.pathname) ? location.pathname.slice(BASE.pathname.length) : '',
  query: location.search,
});

/** `keep`: in place of the present entry of the history, not after it. */
export function goTo(url: string, { keep = false } = {}): void {
  const target = new URL(url, BASE);
  const moved = target.pathname !== location.pathname;
  history[keep ? 'replaceState' : 'pushState'](null, '', target);
  dispatchEvent(new Event(MOVED));
  // As a browser does on a new page: from its top, with the focus at its beginning.
  if (moved) {
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
  }
}

/** Says some of the query otherwise, as an entry of the history. */
export function wish(wishes: Wishes, options?: { keep?: boolean }): void {
  const { path, query } = here();
  goTo(path + withWishes(query, wishes), options);
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const look = () => setPlace(here());
    addEventListener('popstate', look);
    addEventListener(MOVED, look);
    return () => {
      removeEventListener('popstate', look);
      removeEventListener(MOVED, look);
    };
  }, []);
  return place;
}

/** For the `onClick` of a link within the pages; what opens elsewhere is left to the browser. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (!link.href.startsWith(below(''))) return;
  event.preventDefault();
  goTo(link.href);
}
