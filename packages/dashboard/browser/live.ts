/** What the server tells by itself: one stream of events a page. */

import { useEffect, useState } from 'preact/hooks';
import type { Gone, LiveSweep, SweepsAnswer } from '../src/api.ts';
import { below } from './base.ts';
import { heard, type Link, lost, UNLINKED } from './link.ts';

export interface Live extends Link {
  readonly sweeps: SweepsAnswer | null;
  readonly sweep: LiveSweep | null;
}

const NOTHING: Live = { ...UNLINKED, sweeps: null, sweep: null };

/** A page that nobody looks at for that long needs no events. */
const HIDDEN_MS = 60_000;
const RETRY_MS = 2000;
const LONGEST_RETRY_MS = 30_000;

/** `sweep`: its word; null: all of them; undefined: the page shows nothing that goes on. */
export function useLive(sweep: string | null | undefined): Live {
  const [live, setLive] = useState(NOTHING);
  useEffect(() => {
    setLive(NOTHING);
    return sweep === undefined ? undefined : listen(sweep, setLive);
  }, [sweep]);
  return live;
}

type Change = (change: (before: Live) => Live) => void;

/** Listens until it is told to end. */
function listen(sweep: string | null, change: Change): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let hidden: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isGone = false;

  const tell = (part: Partial<Live>) => {
    failures = 0;
    change((before) => ({ ...before, ...part, ...heard(before) }));
  };
  const lose = (why: string | null) => change((before) => ({ ...before, ...lost(before, why) }));

  const open = () => {
    clearTimeout(retry);
    if (source || isGone) return;
    source = new EventSource(eventsUrl(sweep));
    source.addEventListener('sweeps', ({ data }) => tell({ sweeps: JSON.parse(data) }));
    source.addEventListener('sweep', ({ data }) => tell({ sweep: JSON.parse(data) }));
    source.addEventListener('gone', ({ data }) => {
      const { what, text } = JSON.parse(data) as Gone;
      if (what === 'store') return lose(text);
      isGone = true;
      close();
      change((before) => ({ ...before, link: 'gone', why: text }));
    });
    source.addEventListener('error', () => {
      // The browser would try again at once and for ever, or, after a refusal, not at all.
      close();
      lose(null);
      retry = setTimeout(open, Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures++));
    });
  };
  const close = () => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };
  const look = () => {
    clearTimeout(hidden);
    if (document.hidden) hidden = setTimeout(close, HIDDEN_MS);
    else open();
  };

  document.addEventListener('visibilitychange', look);
  addEventListener('online', open);
  look();
  if (document.hidden) open();
  return () => {
    document.removeEventListener('visibilitychange', look);
    removeEventListener('online', open);
    clearTimeout(hidden);
    close();
  };
}

function eventsUrl(sweep: string | null): string {
  const url = new URL(below('api/events'));
  if (sweep !== null) url.searchParams.set('sweep', sweep);
  return url.href;
}
