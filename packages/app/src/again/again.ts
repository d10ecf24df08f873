import { type EngineKind, InputError, LatentsweepError } from '@latentsweep/core';
import type { PredictionBook } from '@latentsweep/store';
import { type AgainStore, DataShelf } from './data.ts';
import { packed, unpacked } from './pack.ts';
import { SharedRun } from './shared-run.ts';
import { type ShownTrial, trainAgain } from './train-again.ts';

/** Predictions of trials: those that are kept, or else made by training a trial again. */
export interface Again {
  /**
   * One trial is trained at a time, others wait; who asks for one that is on its way waits for that. It is given up when
   * all who asked for it have. Throws what `trainAgain` throws, and InputError `again_busy`.
   */
  of(trialId: number, options?: AgainWish): Promise<ShownTrial>;
  /** Gives up what is on its way. */
  close(): Promise<void>;
}

interface AgainWish {
  readonly signal?: AbortSignal | undefined;
  /** Told now and then while it is trained. */
  readonly onEpoch?: ((epoch: number, of: number) => void) | undefined;
}

export interface AgainServices {
  readonly store: AgainStore;
  /** Where predictions are kept; null where this process only reads. One that may not write keeps nothing, silently. */
  readonly keep: PredictionBook | null;
  readonly engines: readonly EngineKind[];
  readonly nativeFolder?: string | undefined;
  /** What to train by, for tests. */
  readonly train?: typeof trainAgain;
}

/** Trials asked for and not yet there. */
const MOST_OPEN = 64;
/** As much as a store takes in one statement. */
const MOST_KEPT_BYTES = 4 * 1024 * 1024;
/** Of packed predictions in this process: four figures are drawn of one trial, and a reader's store keeps none. */
const MOST_RECENT_BYTES = 32 * 1024 * 1024;

export function openAgain(services: AgainServices): Again {
  const { store, engines, nativeFolder, train = trainAgain } = services;
  const open = new Map<number, SharedRun<ShownTrial, [epoch: number, of: number]>>();
  const recent = new Recent(MOST_RECENT_BYTES);
  const shelf = new DataShelf(store);
  const closing = new AbortController();
  let book = services.keep;
  let turn: Promise<unknown> = Promise.resolve();

  async function find(trialId: number): Promise<ShownTrial | null> {
    const held = recent.get(trialId);
    const bytes = held ?? (await store.keptPredictions(trialId));
    const shown = bytes && (await unpacked(bytes));
    if (shown && !held) {
      recent.put(trialId, bytes);
      await inBook((writing) => writing.predictionsAsked(trialId));
    }
    return shown;
  }

  async function make(trialId: number, { signal, onEpoch }: AgainWish): Promise<ShownTrial> {
    const data = shelf.of.bind(shelf);
    const shown = await train({ store, trialId, engines, nativeFolder, signal, onEpoch, data });
    const bytes = await packed(shown);
    recent.put(trialId, bytes);
    // Other bits than those recorded are shown, with a note, and not kept.
    if (shown.note === null && bytes.byteLength <= MOST_KEPT_BYTES) {
      await inBook((writing) => writing.keepPredictions(trialId, bytes));
    }
    return shown;
  }

  /** A figure does not fail because it could not be kept. */
  async function inBook(write: (book: PredictionBook) => Promise<void>): Promise<void> {
    try {
      if (book) await write(book);
    } catch (error) {
      if (!(error instanceof LatentsweepError)) throw error;
      // A user who may only read is not asked again.
      if (error.code === 'store_refused') book = null;
    }
  }

  function begin(trialId: number) {
    const run = new SharedRun<ShownTrial, [number, number]>(async (given, onEpoch) => {
      const signal = AbortSignal.any([given, closing.signal]);
      try {
        const found = await find(trialId);
        if (found) return found;
        const mine = turn.then(() => {
          signal.throwIfAborted();
          return make(trialId, { signal, onEpoch });
        });
        turn = mine.catch(() => {});
        return await mine;
      } finally {
        if (open.get(trialId) === run) open.delete(trialId);
      }
    });
    open.set(trialId, run);
    return run;
  }

  return {
    async of(trialId, { signal, onEpoch } = {}) {
      closing.signal.throwIfAborted();
      let run = open.get(trialId);
      if (!run || run.over) {
        if (open.size >= MOST_OPEN) throw busy();
        run = begin(trialId);
      }
      return run.join(signal, onEpoch);
    },
    async close() {
      closing.abort(new LatentsweepError('again_closed', 'This process is ending.', 'Ask the next one.'));
      await turn;
      shelf.drop();
    },
  };
}

function busy(): InputError {
  return new InputError(
    'again_busy',
    `${MOST_OPEN} trials wait to be trained again for figures.`,
    'Ask once more when some of them are there.',
  );
}

/** The bytes put last, up to a bound. */
class Recent {
  readonly #most: number;
  readonly #held = new Map<number, Uint8Array>();

  constructor(most: number) {
    this.#most = most;
  }

  get(id: number): Uint8Array | undefined {
    const bytes = this.#held.get(id);
    if (bytes) this.put(id, bytes);
    return bytes;
  }

  put(id: number, bytes: Uint8Array): void {
    this.#held.delete(id);
    this.#held.set(id, bytes);
    let sum = [...this.#held.values()].reduce((total, { byteLength }) => total + byteLength, 0);
    for (const [oldest, { byteLength }] of this.#held) {
      if (sum <= this.#most) return;
      this.#held.delete(oldest);
      sum -= byteLength;
    }
  }
}
