import { type Again, openAgain } from '@latentsweep/app';
import type { EngineKind } from '@latentsweep/core';
import type { Store } from '@latentsweep/store';
import { needsToken } from './guard/need-token.ts';

/**
 * Trains trials again for figures of their predictions, for who may act: it takes this machine's time and is kept in the
 * store. Others see what is kept.
 */
export class Training {
  readonly #engines: readonly EngineKind[];
  readonly #nativeFolder: string | undefined;
  #opened: { readonly acting: Again; readonly looking: Again } | null = null;

  constructor(engines: readonly EngineKind[], nativeFolder: string | undefined) {
    this.#engines = engines;
    this.#nativeFolder = nativeFolder;
  }

  of(store: Store, mayAct: boolean): Again {
    this.#opened ??= this.#open(store);
    return mayAct ? this.#opened.acting : this.#opened.looking;
  }

  async close(): Promise<void> {
    await Promise.all([this.#opened?.acting.close(), this.#opened?.looking.close()]);
  }

  #open(store: Store) {
    const services = { store, engines: this.#engines, nativeFolder: this.#nativeFolder };
    return {
      acting: openAgain({ ...services, keep: store }),
      looking: openAgain({
        ...services,
        keep: null,
        train: async () => {
          throw needsToken('This figure needs trials to be trained again');
        },
      }),
    };
  }
}
