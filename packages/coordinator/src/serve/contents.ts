import { performance } from 'node:perf_hooks';
import { type Bus, packSpec } from '@latentsweep/bus';
import { contentName, LatentsweepError } from '@latentsweep/core';
import type { ClusterBook } from '@latentsweep/store';
import type { TrialData } from '../port.ts';

/** Looking whether the bus still has a table reads all of it. */
const LOOK_MS = 5000;

/** What a sweep needs, by SHA-256, and where it comes from. */
type Need = Map<string, () => Promise<Uint8Array>>;

/** Brings data sets from the store, which keeps them, to the bus, which may lose them. */
export class Contents {
  readonly #bus: Bus;
  readonly #store: Pick<ClusterBook, 'getContent'>;
  readonly #onError: (error: unknown) => void;
  readonly #needs = new Set<Need>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> = Promise.resolve();

  constructor(bus: Bus, store: Pick<ClusterBook, 'getContent'>, onError: (error: unknown) => void) {
    this.#bus = bus;
    this.#store = store;
    this.#onError = onError;
  }

  /** Resolves when workers can get a sweep's data, with the function that says that they are no longer needed. */
  async provide({ spec, fingerprint }: Pick<TrialData, 'spec' | 'fingerprint'>): Promise<() => void> {
    const need: Need = new Map([[fingerprint, async () => packSpec(spec).bytes]]);
    const content = contentName(spec);
    if (content !== null) need.set(content, () => this.#stored(content));
    for (const [sha256, bytes] of need) await this.#bus.putContent(sha256, await bytes());
    this.#needs.add(need);
    return () => {
      this.#needs.delete(need);
    };
  }

  /** The bus may have lost or damaged what it had: looks, now and then, and puts it there again. */
  look(): void {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_MS || this.#needs.size === 0) return;
    this.#lookedAt = now;
    this.#looking = this.#looking.then(() => this.#restore()).catch(this.#onError);
  }

  async #restore(): Promise<void> {
    // Sweeps may share a table.
    const needed = new Map([...this.#needs].flatMap((need) => [...need]));
    for (const [sha256, bytes] of needed) {
      if ((await this.#bus.getContent(sha256)) !== null) continue;
      // Its sweep may have ended meanwhile.
      const stillNeeded = [...this.#needs].some((need) => need.has(sha256));
      if (stillNeeded) await this.#bus.putContent(sha256, await bytes());
    }
  }

  async #stored(sha256: string): Promise<Uint8Array> {
    const bytes = await this.#store.getContent(sha256);
    if (bytes) return bytes;
    throw new LatentsweepError(
      'content_missing',
      `The store does not have the table with SHA-256 ${sha256}.`,
      'Submit the sweep file again where its data are.',
    );
  }
}
