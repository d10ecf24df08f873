/** An answer of the server as a part of a page: asked when its path changes, and again when what it tells of moved on. */

import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, type Refused } from './ask.ts';
import { pauseAfter } from './pause.ts';

export interface Asked<Answer> {
  /** The latest one. While another is awaited, the one before. */
  readonly answer: Answer | null;
  readonly refused: Refused | null;
  /** What is shown answers another question than the present one, or is not the latest. */
  readonly old: boolean;
  again(): void;
}

interface Kept<Answer> {
  readonly path: string | null;
  readonly about: string;
  readonly answer: Answer | null;
  readonly refused: Refused | null;
}

const RETRY_MS = 5000;

/**
 * `path`: below `api/`; null: nothing to ask yet. `about`: what it tells of: with another one the old answer is not shown
 * any more. `version`: another one says that the answer may have changed.
 * `askFor`: a function that stays the same.
 */
export function useAnswer<Answer>(
  path: string | null,
  about: string,
  version: unknown = 0,
  askFor: typeof ask<Answer> = ask,
): Asked<Answer> {
  const [kept, keep] = useState<Kept<Answer>>({ path: null, about, answer: null, refused: null });
  const [turn, setTurn] = useState(0);
  /** When it was answered, how long that took, and of which version it tells. */
  const last = useRef({ path: null as string | null, at: 0, took: 0, version });

  useEffect(() => {
    if (path === null) return;
    const stopped = new AbortController();
    const started = performance.now();
    const ended = () => {
      last.current = { path, at: performance.now(), took: performance.now() - started, version };
    };
    let retry: ReturnType<typeof setTimeout> | undefined;
    askFor(path, stopped.signal).then(
      (answer) => {
        // An older answer that comes late is nobody's.
        if (stopped.signal.aborted) return;
        ended();
        keep({ path, about, answer, refused: null });
      },
      (refused: Refused) => {
        if (stopped.signal.aborted) return;
        ended();
        keep((before) => ({ path, about, answer: before.about === about ? before.answer : null, refused }));
        if (refused.passes) retry = setTimeout(() => setTurn((n) => n + 1), RETRY_MS);
      },
    );
    return () => {
      clearTimeout(retry);
      stopped.abort();
    };
    // `version` alone asks by the pause below.
  }, [path, about, turn]);

  useEffect(() => {
    const { path: answered, at, took, version: told } = last.current;
    if (answered !== path || told === version) return;
    const pause = at + pauseAfter(took) - performance.now();
    const timer = setTimeout(() => setTurn((n) => n + 1), Math.max(0, pause));
    return () => clearTimeout(timer);
  }, [path, version, kept]);

  const isSame = kept.about === about;
  return {
    answer: isSame ? kept.answer : null,
    refused: isSame && kept.path === path ? kept.refused : null,
    old: kept.path !== path || (isSame && kept.refused !== null),
    again: () => setTurn((n) => n + 1),
  };
}
