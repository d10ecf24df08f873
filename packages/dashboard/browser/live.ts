/** What the server tells by itself: one stream of events a page. */

import { useEffect, useState } from 'preact/hooks';
import type { Gone, LiveSweep, SweepsAnswer } from '../src/api.ts';
import { below } from './base.ts';

export interface Live {
  /** `away`: the server or its store does not answer; the page goes on asking. `gone`: the sweep was removed. */
  readonly link: 'opening' | 'live' | 'away' | 'gone';
  readonly sweeps: SweepsAnswer | null;
  readonly sweep: LiveSweep | null;
  /** Why it is away, where that was told. */
  readonly why: string | null;
  /** How often the link came back: what was read before may be out of date. */
  readonly returns: number;
}

const NOTHING: Live = { link: 'opening', sweeps: null, sweep: null, why: null, returns: 0 };

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

  const heard = (part: Partial<Live>) => {
    failures = 0;
    change((before) => ({
      ...before,
      ...part,
      link: 'live',
      why: null,
      returns: before.returns + (before.link === 'away' ? 1 : 0),
    }));
  };
  const lost = (why: string | null) =>
    change((before) => ({ ...before, link: 'away', why: why ?? before.why }));

  const open = () => {
    clearTimeout(retry);
    if (source || isGone) return;
    source = new EventSource(eventsUrl(sweep));
    source.addEventListener('sweeps', ({ data }) => heard({ sweeps: JSON.parse(data) }));
    source.addEventListener('sweep', ({ data }) => heard({ sweep: JSON.parse(data) }));
    source.addEventListener('gone', ({ data }) => {
      const { what, text } = JSON.parse(data) as Gone;
      if (what === 'store') return lost(text);
      isGone = true;
      close();
      change((before) => ({ ...before, link: 'gone', why: text }));
    });
    source.addEventListener('error', () => {
      // The browser would try again at once and for ever, or, after a refusal, not at all.
      close();
      lost(null);
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
