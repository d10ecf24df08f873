import type { Bus, Job } from '@latentsweep/bus';

const MOST_CONTENTS = 4;

/** Tables' bytes in memory that all threads share, the few used last. */
export class Contents {
  readonly #bus: Bus;
  readonly #cached = new Map<string, Promise<SharedArrayBuffer | null>>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /** The contents that these jobs need, where the bus has them. */
  async of(jobs: readonly Job[]): Promise<Map<string, SharedArrayBuffer>> {
    const found = new Map<string, SharedArrayBuffer>();
    for (const { dataset } of jobs) {
      if (dataset.kind !== 'table' || found.has(dataset.content)) continue;
      const content = await this.#get(dataset.content);
      if (content) found.set(dataset.content, content);
    }
    return found;
  }

  async #get(sha256: string): Promise<SharedArrayBuffer | null> {
    const fetching = this.#cached.get(sha256) ?? this.#fetch(sha256);
    this.#cached.delete(sha256);
    this.#cached.set(sha256, fetching);
    const [oldest] = this.#cached.keys();
    if (this.#cached.size > MOST_CONTENTS) this.#cached.delete(oldest!);
    try {
      const content = await fetching;
      if (!content) this.#cached.delete(sha256);
      return content;
    } catch (error) {
      this.#cached.delete(sha256);
      throw error;
    }
  }

  async #fetch(sha256: string): Promise<SharedArrayBuffer | null> {
    const bytes = await this.#bus.getContent(sha256);
    if (!bytes) return null;
    const shared = new SharedArrayBuffer(bytes.byteLength);
    new Uint8Array(shared).set(bytes);
    return shared;
  }
}
