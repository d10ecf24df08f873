/** Stores with one large sweep, and where they are. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@latentsweep/store';
import { startPostgres } from '@latentsweep/store/fixtures';
import { fill } from './fill.ts';

export interface FilledStore {
  /** What --store takes. */
  readonly location: string;
  readonly slug: string;
  remove(): Promise<void>;
}

/** On a Postgres with its own settings and every commit on the disk, as in production. */
export async function postgresStore(configs: number, replicates: number): Promise<FilledStore> {
  const server = await startPostgres({ durable: true });
  if (typeof server === 'string') throw new Error(server);
  const location = await server.createDatabase('pictures');
  return filled(location, location, { configs, replicates }, () => server.remove());
}

export async function embeddedStore(configs: number, replicates: number): Promise<FilledStore> {
  const location = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const remove = () => rm(location, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  return filled(location, undefined, { configs, replicates }, remove);
}

async function filled(
  location: string,
  url: string | undefined,
  size: { readonly configs: number; readonly replicates: number },
  remove: () => Promise<void>,
): Promise<FilledStore> {
  const store = await openStore({ location, lingerMs: 0 });
  try {
    const { slug } = await fill(store, { ...size, ...(url === undefined ? {} : { url }) });
    return { location, slug, remove };
  } finally {
    await store.close();
  }
}
