import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenure } from './sweep.ts';

const EVERY_MS = 10_000;
const END_MS = 2000;

/**
 * While this coordinator leads: clears away what trials left on the bus once nobody needs it. It asks what is there, and the
 * store whether it is needed, so that nothing stays for want of a message, of a worker or of a coordinator that died.
 */
export class FileCare {
  readonly #tenure: Pick<Tenure, 'options'>;
  #lookAt = 0;
  #looking: Promise<void> | null = null;

  constructor(tenure: Pick<Tenure, 'options'>) {
    this.#tenure = tenure;
  }

  /** Called often. `now`: milliseconds of a clock that does not jump. */
  look(now: number): void {
    if (this.#looking || now < this.#lookAt || !this.#tenure.options.bus.connected) return;
    this.#lookAt = now + EVERY_MS;
    // What fails is tried again; it can't be asked for too often.
    this.#looking = this.#clear()
      .catch(() => {})
      .finally(() => {
        this.#looking = null;
      });
  }

  async ended(): Promise<void> {
    if (this.#looking) await Promise.race([this.#looking, sleep(END_MS, null, { ref: false })]);
  }

  async #clear(): Promise<void> {
    const { bus, store } = this.#tenure.options;
    const kept = await bus.files.kept();
    if (kept.artifacts.length + kept.checkpoints.length === 0) return;
    const { artifacts, checkpoints } = await store.needlessFiles(kept);
    for (const sweepId of artifacts) await bus.files.removeArtifacts(sweepId);
    for (const of of checkpoints) await bus.files.removeCheckpoint(of);
  }
}
