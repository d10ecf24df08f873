import { setTimeout as sleep } from 'node:timers/promises';
import { Follower, lookAt, type RunStatus, type Sighting } from '@latentsweep/coordinator';
import { type KnownSweep, type Reading, TryAgain } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Spell } from '../spell.ts';
import { workerWith } from './engine-wish.ts';
import type { Outcome } from './finish.ts';

export interface Watching {
  readonly store: Reading;
  readonly sweep: Pick<KnownSweep, 'id' | 'word'>;
  readonly spell: Spell;
  readonly signal: AbortSignal;
  readonly onStatus: (status: RunStatus, sighting: Sighting) => void;
  /** The store cannot be reached, or can again (null). */
  readonly onTrouble: (error: unknown) => void;
  /** Between two looks. */
  readonly lookMs?: number;
}

const LOOK_MS = 700;
/** A sweep that was stopped: for its workers to let go of their trials. */
const SETTLE_MS = 15_000;

/**
 * Looks at a sweep, which others run, until it has ended or `signal` aborts (`interrupted`). A store that cannot be
 * reached is waited for.
 */
export async function watch(watching: Watching): Promise<Outcome> {
  const { store, sweep, spell, signal, onStatus, onTrouble, lookMs = LOOK_MS } = watching;
  const follower = new Follower({ word: sweep.word, spell, workerWith: (id) => workerWith(ENGINES, id) });
  let seen: Sighting | null = null;
  let trouble = false;
  let endedAt: number | null = null;
  for (;;) {
    try {
      seen = await lookAt(store, sweep.id, seen);
      if (trouble) onTrouble(null);
      trouble = false;
      const now = performance.now();
      onStatus(follower.see(seen, now), seen);
      endedAt = seen.sweep.state === 'running' ? null : (endedAt ?? now);
      if (endedAt !== null && (seen.counts.running === 0 || now - endedAt > SETTLE_MS)) {
        return outcomeOf(seen);
      }
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      if (!trouble) onTrouble(error);
      trouble = true;
    }
    if (signal.aborted) return interrupted(seen ?? (await lookAt(store, sweep.id, null)));
    await sleep(lookMs, null, { signal }).catch(() => {});
  }
}

function outcomeOf({ sweep: { state, reason }, counts }: Sighting): Outcome {
  return { state: state === 'running' ? 'interrupted' : state, reason, counts, seconds: null };
}

function interrupted({ counts }: Sighting): Outcome {
  return { state: 'interrupted', reason: null, counts, seconds: null };
}
