/** Data sets in an object store of NATS, named by their SHA-256. */

import { type ObjectStore, Objm } from '@nats-io/obj';
import { checkContent, sha256Of } from '../content.ts';
import { getObject } from './get-object.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { patiently } from './patiently.ts';

/** How long a content is asked for in spite of lost connections. */
const PATIENCE_MS = 60_000;

export class NatsContents {
  readonly #link: Link;
  readonly #names: Names;
  readonly #reportBroken: (sha256: string) => void;
  #store: Promise<ObjectStore> | null = null;

  /** `reportBroken` is told of contents that are there and are not what their names say. */
  constructor(link: Link, names: Names, reportBroken: (sha256: string) => void) {
    this.#link = link;
    this.#names = names;
    this.#reportBroken = reportBroken;
  }

  /** Throws LatentsweepError `content_mismatch`. */
  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    checkContent(sha256, bytes);
    await this.#patiently(async () => {
      const store = await this.#open();
      const there = await store.info(sha256);
      if (there && !there.deleted && there.size === bytes.length) return;
      await store.putBlob({ name: sha256 }, bytes);
    });
  }

  /** Null where nobody put it, or where it is damaged, which is then reported: it may be put anew before long. */
  async get(sha256: string): Promise<Uint8Array | null> {
    return this.#patiently(async () => {
      const bytes = await getObject(this.#link, this.#names, sha256);
      if (bytes === 'absent') return null;
      if (bytes !== 'broken' && sha256Of(bytes) === sha256) return bytes;
      this.#reportBroken(sha256);
      return null;
    });
  }

  /** Removes a content if it is damaged indeed. True if it was. */
  async removeBroken(sha256: string): Promise<boolean> {
    const bytes = await getObject(this.#link, this.#names, sha256);
    if (bytes === 'absent' || (bytes !== 'broken' && sha256Of(bytes) === sha256)) return false;
    await (await this.#open()).delete(sha256);
    return true;
  }

  #patiently<T>(perform: () => Promise<T>): Promise<T> {
    return patiently(this.#link, perform, PATIENCE_MS);
  }

  #open(): Promise<ObjectStore> {
    this.#store ??= new Objm(this.#link.nc).open(this.#names.contentsBucket, false);
    return this.#store;
  }
}
