import { Follower, lookAt, type RunStatus, type Sighting } from '@latentsweep/coordinator';
import { ledSweeps, type ShownState, stateForPeople } from './led.ts';
import { type Watching, wordingFor } from './watch.ts';

/** How a sweep goes at one moment. */
export interface Progress {
  readonly status: RunStatus;
  readonly state: ShownState;
  /** False at the first look, which knows no rate yet. */
  readonly hasRate: boolean;
}

/** Looks at one sweep, which others run, again and again: a look is a handful of short queries. */
export class SweepProgress {
  readonly #watching: Watching;
  readonly #follower: Follower;
  #seen: Sighting | null = null;

  constructor(watching: Watching) {
    const { sweep, engines, spell } = watching;
    this.#watching = watching;
    this.#follower = new Follower(wordingFor(sweep.word, engines, spell));
  }

  /** Throws InputError `unknown_sweep` once it was removed, and TryAgain while the store is away. */
  async look(now = performance.now()): Promise<Progress> {
    const { store, sweep } = this.#watching;
    const hasRate = this.#seen !== null;
    this.#seen = await lookAt(store, sweep.id, this.#seen);
    const state = stateForPeople(this.#seen.sweep, await ledSweeps(store));
    return { status: this.#follower.see(this.#seen, now), state, hasRate };
  }
}
