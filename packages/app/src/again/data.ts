import { storedDefinition } from '@latentsweep/coordinator';
import { InputError, type OwnDataSpec, ownData } from '@latentsweep/core';
import type { ClusterBook, Reading, Sweep } from '@latentsweep/store';
import { sameDataset } from '../run/resume.ts';

/** What trials are trained on. `content`: a table's Arrow IPC bytes, shared with threads; null for drawn data. */
export interface AgainData {
  readonly spec: OwnDataSpec;
  readonly content: Uint8Array | null;
}

/** A store that may hold the tables of a cluster's sweeps. */
export type AgainStore = Reading & Pick<ClusterBook, 'getContent'>;

/**
 * A sweep's data: drawn ones need nothing; a table is in the store, where the sweep was a cluster's, or is the user's file,
 * read again and compared by its fingerprint. Throws InputError `data_missing` where neither is to be had, `no_own_data` where a
 * program brought them.
 */
export async function dataOf(store: AgainStore, sweep: Sweep): Promise<AgainData> {
  const spec = sweep.datasetSpec && ownData(sweep.datasetSpec);
  if (spec?.kind === 'simulated') return { spec, content: null };
  const kept = spec && (await store.getContent(spec.content));
  if (kept) return { spec, content: shared(kept) };
  try {
    const { spec: read, content } = await sameDataset(sweep, storedDefinition(sweep));
    return { spec: ownData(read), content: content && shared(content) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      'data_missing',
      `A trial of ${sweep.slug} is trained again for this, and its data are not to be had: ${error.message}`,
      error.hint,
    );
  }
}

/** One copy that every thread sees. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(bytes);
  return copy;
}

/** Trials are asked for one after the other: their table is not read anew for each. */
const KEEP_MS = 10_000;

/** The data asked for last, for some seconds after it was. */
export class DataShelf {
  readonly #store: AgainStore;
  #latest: { readonly fingerprint: string; readonly data: Promise<AgainData> } | null = null;
  #dropping: NodeJS.Timeout | undefined;

  constructor(store: AgainStore) {
    this.#store = store;
  }

  async of(sweep: Sweep): Promise<AgainData> {
    const { datasetFingerprint: fingerprint } = sweep;
    if (this.#latest?.fingerprint !== fingerprint) {
      this.#latest = { fingerprint, data: dataOf(this.#store, sweep) };
    }
    const { data } = this.#latest!;
    clearTimeout(this.#dropping);
    try {
      return await data;
    } catch (error) {
      this.drop();
      throw error;
    } finally {
      clearTimeout(this.#dropping);
      this.#dropping = setTimeout(() => this.drop(), KEEP_MS).unref();
    }
  }

  drop(): void {
    clearTimeout(this.#dropping);
    this.#latest = null;
  }
}
