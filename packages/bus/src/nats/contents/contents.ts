/** Data sets in an object store of NATS, named by their SHA-256. */

import { LatentsweepError } from '@latentsweep/core';
import { JetStreamApiError } from '@nats-io/jetstream';
import { type ObjectStore, Objm } from '@nats-io/obj';
import { checkContent, sha256Of } from '../../content.ts';
import type { Link } from '../connection/link.ts';
import { patiently } from '../connection/patiently.ts';
import type { Names } from '../names.ts';
import { isTimeout } from '../publish/publish.ts';
import { refusalOf } from '../publish/refusals.ts';
import type { Uptake } from '../publish/uptake.ts';
import { getObject } from './get-object.ts';

/** How long a content is asked for in spite of lost connections. */
const PATIENCE_MS = 60_000;

export class NatsContents {
  readonly #link: Link;
  readonly #names: Names;
  readonly #uptake: Uptake;
  readonly #reportMissing: (sha256: string) => void;
  readonly #makeAnew: () => Promise<void>;
  #store: Promise<ObjectStore> | null = null;

  /**
   * `reportMissing` is told of contents that somebody needs and did not get; `makeAnew` empties the store.
   */
  constructor(
    link: Link,
    names: Names,
    uptake: Uptake,
    { reportMissing, makeAnew }: { reportMissing: (sha256: string) => void; makeAnew: () => Promise<void> },
  ) {
    this.#link = link;
    this.#names = names;
    this.#uptake = uptake;
    this.#reportMissing = reportMissing;
    this.#makeAnew = makeAnew;
  }

  /**
   * Reads back what it wrote: a store that was damaged once may lose what is added to it, and is then made anew.
   * Throws LatentsweepError: `content_mismatch`, `bus_damaged`, `bus_full`.
   */
  async put(sha256: string, bytes: Uint8Array): Promise<void> {
    checkContent(sha256, bytes);
    await this.#patiently(async () => {
      const store = await this.#open();
      const there = await store.info(sha256);
      if (there && !there.deleted && there.size === bytes.length) return;
      await this.#write(store, sha256, bytes);
      if ((await this.#read(sha256)) instanceof Uint8Array) return;
      await this.#makeAnew();
      await this.#write(store, sha256, bytes);
      if (!((await this.#read(sha256)) instanceof Uint8Array)) throw damaged(sha256);
    });
  }

  /** Null where nobody put it or it is damaged, which is reported: it may be put anew before long. */
  async get(sha256: string): Promise<Uint8Array | null> {
    return this.#patiently(async () => {
      const bytes = await this.#read(sha256);
      if (bytes instanceof Uint8Array) return bytes;
      this.#reportMissing(sha256);
      return null;
    });
  }

  /** Whether a content is missing indeed. A damaged one is removed, so that it can be put anew. */
  async isMissing(sha256: string): Promise<boolean> {
    const bytes = await this.#read(sha256);
    if (bytes === 'broken') await (await this.#open()).delete(sha256);
    return !(bytes instanceof Uint8Array);
  }

  async #write(store: ObjectStore, sha256: string, bytes: Uint8Array): Promise<void> {
    const { contentsStream } = this.#names;
    try {
      await store.putBlob({ name: sha256 }, bytes);
      this.#uptake.note(contentsStream, 'stored');
    } catch (error) {
      if (isTimeout(error)) this.#uptake.note(contentsStream, 'no answer');
      if (!(error instanceof JetStreamApiError)) throw error;
      const refusal = refusalOf({ err_code: error.code, description: error.message });
      this.#uptake.note(contentsStream, refusal);
      throw refusal.kind === 'for now' ? error : full(sha256, refusal.reason);
    }
  }

  #patiently<T>(perform: () => Promise<T>): Promise<T> {
    return patiently(this.#link, perform, PATIENCE_MS);
  }

  async #read(sha256: string): Promise<Uint8Array | 'absent' | 'broken'> {
    const bytes = await getObject(this.#link, this.#names, sha256);
    return bytes instanceof Uint8Array && sha256Of(bytes) !== sha256 ? 'broken' : bytes;
  }

  #open(): Promise<ObjectStore> {
    this.#store ??= new Objm(this.#link.nc).open(this.#names.contentsBucket, false);
    return this.#store;
  }
}

function full(sha256: string, reason: string): LatentsweepError {
  return new LatentsweepError(
    'bus_full',
    `The NATS server does not store the content ${sha256}: ${reason}.`,
    "Raise the limit of its account, or of the stream that is named 'OBJ_' and the prefix.",
  );
}

function damaged(sha256: string): LatentsweepError {
  return new LatentsweepError(
    'bus_damaged',
    `The NATS server does not give back the content ${sha256} as it was put, not even into a new store.`,
    'Look at the disk and the log of the NATS server.',
  );
}
