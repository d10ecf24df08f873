import { performance } from 'node:perf_hooks';
import type { Bus } from '@latentsweep/bus';
import { type DatasetSpec, LatentsweepError } from '@latentsweep/core';
import type { ClusterBook } from '@latentsweep/store';

/** Looking whether the bus still has a table reads all of it. */
const LOOK_MS = 5000;

/** Brings tables from the store, which keeps them, to the bus, which may lose them. */
export class Contents {
  readonly #bus: Bus;
  readonly #store: Pick<ClusterBook, 'getContent'>;
  readonly #onError: (error: unknown) => void;
  /** By SHA-256: how many sweeps need it. */
  readonly #needed = new Map<string, number>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> = Promise.resolve();

  constructor(bus: Bus, store: Pick<ClusterBook, 'getContent'>, onError: (error: unknown) => void) {
    this.#bus = bus;
    this.#store = store;
    this.#onError = onError;
  }

  /** Resolves when workers can get the sweep's table, with the function that says it is no longer needed. */
  async provide(spec: DatasetSpec): Promise<() => void> {
    if (spec.kind !== 'table') return () => {};
    const { content } = spec;
    await this.#put(content);
    this.#needed.set(content, (this.#needed.get(content) ?? 0) + 1);
    return () => {
      const left = this.#needed.get(content)! - 1;
      if (left === 0) this.#needed.delete(content);
      else this.#needed.set(content, left);
    };
  }

  /** The bus may have lost or damaged what it had: looks, now and then, and puts it there again. */
  look(): void {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_MS || this.#needed.size === 0) return;
    this.#lookedAt = now;
    this.#looking = this.#looking.then(() => this.#restore()).catch(this.#onError);
  }

  async #restore(): Promise<void> {
    for (const sha256 of this.#needed.keys()) {
      if ((await this.#bus.getContent(sha256)) === null) await this.#put(sha256);
    }
  }

  async #put(sha256: string): Promise<void> {
    const bytes = await this.#store.getContent(sha256);
    if (!bytes) {
      throw new LatentsweepError(
        'content_missing',
        `The store does not have the table with SHA-256 ${sha256}.`,
        'Submit the sweep file again where its data are.',
      );
    }
    await this.#bus.putContent(sha256, bytes);
  }
}
