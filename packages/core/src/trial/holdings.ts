import type { ClassifierCohort, Engine, Rows, VaeCohort } from '../engine/port.ts';

/** What was taken from an engine, to be given back together, whatever failed in between. */
export class Holdings {
  readonly #engine: Engine;
  readonly #held: { free(): void }[] = [];

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  rows(...given: Parameters<Engine['rows']>): Rows {
    return this.#hold(this.#engine.rows(...given));
  }

  async vae(...given: Parameters<Engine['vae']>): Promise<VaeCohort> {
    return this.#hold(await this.#engine.vae(...given));
  }

  async classifier(...given: Parameters<Engine['classifier']>): Promise<ClassifierCohort> {
    return this.#hold(await this.#engine.classifier(...given));
  }

  free(): void {
    for (const held of this.#held.splice(0)) held.free();
  }

  #hold<Held extends { free(): void }>(held: Held): Held {
    this.#held.push(held);
    return held;
  }
}
