/** Data sets in an object store of NATS, named by their SHA-256. */

import { LatentsweepError } from '@latentsweep/core';
import { JetStreamApiError } from '@nats-io/jetstream';
import { type ObjectStore, Objm } from '@nats-io/obj';
import { checkContent, sha256Of } from '../../content.ts';
import { patiently } from '../connection/patiently.ts';
import type { NatsContext } from '../context.ts';
import { isTimeout } from '../publish/publish.ts';
import { refusalOf } from '../publish/refusals.ts';
import { getObject } from './get-object.ts';

/** How long a content is asked for in spite of lost connections. */
const PATIENCE_MS = 60_000;

/** `makeAnew` empties the store. */
export function natsContents({ link, names, settings, uptake }: NatsContext, makeAnew: () => Promise<void>) {
  const stream = names.streams.contents;
  const tryFor = <T>(perform: () => Promise<T>) => patiently(link, perform, PATIENCE_MS);
  let opening: Promise<ObjectStore> | null = null;

  /**
   * Reads back what it wrote: a store that was damaged once may lose what is added to it, and is then made anew.
   * Throws LatentsweepError: `content_mismatch`, `bus_damaged`, `bus_full`.
   */
  async function putContent(sha256: string, bytes: Uint8Array): Promise<void> {
    checkContent(sha256, bytes);
    await tryFor(async () => {
      const store = await open();
      const there = await store.info(sha256);
      if (there && !there.deleted && there.size === bytes.length) return;
      if (await write(store, sha256, bytes)) return;
      await makeAnew();
      if (!(await write(store, sha256, bytes))) throw damaged(sha256);
    });
  }

  /** Null where nobody put it or it is damaged, which is reported: it may be put anew before long. */
  function getContent(sha256: string): Promise<Uint8Array | null> {
    return tryFor(async () => {
      const bytes = await read(sha256);
      if (bytes instanceof Uint8Array) return bytes;
      link.send(names.missing(settings.name), sha256);
      return null;
    });
  }

  /** Whether a content is missing indeed. A damaged one is removed, so that it can be put anew. */
  async function isMissing(sha256: string): Promise<boolean> {
    const bytes = await read(sha256);
    if (bytes === 'broken') await (await open()).delete(sha256);
    return !(bytes instanceof Uint8Array);
  }

  /** Whether it can be read now. */
  async function write(store: ObjectStore, sha256: string, bytes: Uint8Array): Promise<boolean> {
    try {
      await store.putBlob({ name: sha256 }, bytes);
      uptake.note(stream, 'stored');
    } catch (error) {
      if (isTimeout(error)) uptake.note(stream, 'no answer');
      if (!(error instanceof JetStreamApiError)) throw error;
      const refusal = refusalOf({ err_code: error.code, description: error.message });
      uptake.note(stream, refusal);
      throw refusal.kind === 'for now' ? error : full(sha256, refusal.reason);
    }
    return (await read(sha256)) instanceof Uint8Array;
  }

  async function read(sha256: string): Promise<Uint8Array | 'absent' | 'broken'> {
    const bytes = await getObject({ link, names }, sha256);
    return bytes instanceof Uint8Array && sha256Of(bytes) !== sha256 ? 'broken' : bytes;
  }

  function open(): Promise<ObjectStore> {
    opening ??= new Objm(link.nc).open(names.contentsBucket, false);
    return opening;
  }

  return { putContent, getContent, isMissing };
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
