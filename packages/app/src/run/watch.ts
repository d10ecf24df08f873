import { setTimeout as sleep } from 'node:timers/promises';
import {
  Follower,
  lookAt,
  type RunOutcome,
  type RunStatus,
  type Sighting,
  type Wording,
} from '@latentsweep/coordinator';
import type { EngineKind } from '@latentsweep/core';
import { type KnownSweep, type Reading, TryAgain } from '@latentsweep/store';
import { workerWith } from '../engine/engine-wish.ts';
import type { Onlooker } from '../onlooker.ts';
import type { Spell } from '../say.ts';
import { outageOf } from '../serve/event-text.ts';

export interface Watching {
  readonly store: Reading;
  readonly sweep: Pick<KnownSweep, 'id' | 'word'>;
  readonly engines: readonly EngineKind[];
  readonly spell: Spell;
  /** Between two looks. */
  readonly lookMs?: number;
}

/** An onlooker, who may want to know what was seen as well. */
export interface Watcher extends Omit<Onlooker, 'status'> {
  status(status: RunStatus, sighting: Sighting): void;
}

/** `seconds` is null for a sweep that was watched only in part. */
export type Outcome = Omit<RunOutcome, 'seconds'> & { readonly seconds: number | null };

const LOOK_MS = 700;
/** A sweep that was stopped: for its workers to let go of their trials. */
const SETTLE_MS = 15_000;

/**
 * Looks at a sweep, which others run, until it has ended or the onlooker wants no more (`interrupted`). A store that
 * cannot be reached is waited for, which is said.
 */
export async function watch(watching: Watching, onlooker: Watcher): Promise<Outcome> {
  const { store, sweep, engines, spell, lookMs = LOOK_MS } = watching;
  const { signal } = onlooker;
  const follower = new Follower(wordingFor(sweep.word, engines, spell));
  let seen: Sighting | null = null;
  let trouble = false;
  let endedAt: number | null = null;
  for (;;) {
    try {
      seen = await lookAt(store, sweep.id, seen);
      if (trouble) onlooker.note('The store can be reached again.');
      trouble = false;
      const now = performance.now();
      onlooker.status(follower.see(seen, now), seen);
      endedAt = seen.sweep.state === 'running' ? null : (endedAt ?? now);
      if (endedAt !== null && (seen.counts.running === 0 || now - endedAt > SETTLE_MS)) {
        return outcomeOf(seen);
      }
    } catch (error) {
      if (!(error instanceof TryAgain)) throw error;
      if (!trouble) onlooker.note(`The store cannot be reached, trying again: ${outageOf(error)}`);
      trouble = true;
    }
    if (signal.aborted) return interrupted(seen ?? (await lookAt(store, sweep.id, null)));
    await sleep(lookMs, null, { signal }).catch(() => {});
  }
}

/** How commands in messages about a sweep are worded. */
export function wordingFor(word: string, engines: readonly EngineKind[], spell: Spell): Wording {
  return { word, spell, workerWith: (id) => workerWith(engines, id) };
}

function outcomeOf({ sweep: { state, reason }, counts }: Sighting): Outcome {
  return { state: state === 'running' ? 'interrupted' : state, reason, counts, seconds: null };
}

function interrupted({ counts }: Sighting): Outcome {
  return { state: 'interrupted', reason: null, counts, seconds: null };
}
