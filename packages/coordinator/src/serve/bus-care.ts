import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenure } from './sweep.ts';

/** Between two tries to mend the bus; each asks it several things. */
const MEND_MS = 5000;
const END_MS = 2000;

/** While this coordinator leads: says what is wrong with the bus, has it mended, and keeps in the store why it is not. */
export class BusCare {
  readonly #tenure: Pick<Tenure, 'options' | 'fleet' | 'signal'>;
  #told = '';
  /** The store may have some, of the last leader's for one. */
  #kept = true;
  #mendAt = 0;
  #mending: Promise<void> | null = null;

  constructor(tenure: Pick<Tenure, 'options' | 'fleet' | 'signal'>) {
    this.#tenure = tenure;
  }

  /** What this process found out of the bus or, where it knows of nothing, what workers say. */
  get #reasons(): readonly string[] {
    const { options, fleet } = this.#tenure;
    const { troubles } = options.bus;
    return troubles.length > 0 ? troubles : fleet.troubles();
  }

  /** Called often while it leads, and then alone. `now`: milliseconds of a clock that does not jump. */
  look(now: number): void {
    const { bus, onEvent } = this.#tenure.options;
    const reasons = this.#reasons;
    const text = reasons.join('; ');
    if (text !== this.#told) onEvent({ kind: 'bus trouble', reason: text === '' ? null : text });
    this.#told = text;
    if (reasons.length === 0 || this.#mending || now < this.#mendAt || !bus.connected) return;
    this.#mendAt = now + MEND_MS;
    // What goes wrong stands in the troubles, or the connection is lost.
    this.#mending = bus
      .mend()
      .catch(() => {})
      .finally(() => {
        this.#mending = null;
      });
  }

  async save(): Promise<void> {
    const reasons = this.#reasons;
    if (reasons.length === 0 && !this.#kept) return;
    await this.#tenure.options.store.saveTroubles(reasons);
    this.#kept = reasons.length > 0;
  }

  /** Resolves when nothing is being mended, or soon: whoever leads next may mend the same, and nothing is lost by that. */
  async ended(): Promise<void> {
    if (this.#mending) await Promise.race([this.#mending, sleep(END_MS, null, { ref: false })]);
  }
}
