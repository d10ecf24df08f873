import { constants, existsSync } from 'node:fs';
import { access, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { plural } from '@latentsweep/core';
import { openStore, type Store } from '@latentsweep/store';
import { bytes } from '../text/number.ts';
import { type Check, failed, ok, warning, wrong } from './check.ts';

const LITTLE_DISK = 1e9;

export interface AskedStore {
  /** A URL or a folder, as it was named. */
  readonly place: string;
  readonly isFolder: boolean;
  /** False where it would be made by opening it. */
  readonly there: boolean;
  open(): Promise<Store>;
}

export interface SeenStore {
  readonly checks: readonly Check[];
  /** Open; null where there is none, or it cannot be opened. */
  readonly store: Store | null;
}

/** Opens the store, once, and asks it what it is; where there is none yet, tries one in a temporary folder. */
export async function storeChecks({ place, isFolder, there, open }: AskedStore): Promise<SeenStore> {
  if (there) {
    const opening = open();
    const check = await openCheck(opening);
    const store = await opening.catch(() => null);
    return { checks: isFolder ? [check, await folderCheck(resolve(place))] : [check], store };
  }
  const trial = await mkdtemp(join(tmpdir(), 'latentsweep-doctor-'));
  try {
    const check = await openCheck(openStore({ location: join(trial, 'store'), lingerMs: 0 }), true);
    const found = `none at ${place} yet; one in a temporary folder works`;
    const shown = check.state === 'ok' ? ok('store', found) : check;
    return { checks: [shown, await folderCheck(whereItIsMade(resolve(place)))], store: null };
  } finally {
    // The store's process is still closing its files; what it may leave behind is no fault of this machine.
    await rm(trial, { recursive: true, force: true, maxRetries: 10 }).catch(() => {});
  }
}

async function openCheck(opening: Promise<Store>, closeAfter = false): Promise<Check> {
  try {
    const store = await opening;
    try {
      const held = await store.inventory();
      const found = `${store.location.kind}, ${bytes(held.bytes)}, ${plural(held.sweeps, 'sweep')}, ${plural(held.trials, 'trial')}`;
      return held.mayWrite
        ? ok('store', `${found}, ${store.location.url}`)
        : wrong(
            'store',
            `${found}, but it may not be written`,
            'Ask its owner for: grant insert, update, delete on all tables in schema public to you.',
          );
    } finally {
      if (closeAfter) await store.close();
    }
  } catch (error) {
    return failed('store', error, 'Check --store and LATENTSWEEP_STORE.');
  }
}

/** The folder that is there already, in which the missing ones are made. */
function whereItIsMade(folder: string): string {
  const parent = dirname(folder);
  return parent === folder || existsSync(parent) ? parent : whereItIsMade(parent);
}

async function folderCheck(folder: string): Promise<Check> {
  try {
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const found = `${folder} can be written, ${bytes(bavail * bsize)} free`;
    return bavail * bsize < LITTLE_DISK
      ? warning('disk', found, 'A million trials take about a gigabyte: free some space first.')
      : ok('disk', found);
  } catch {
    return wrong(
      'disk',
      `${folder} cannot be written`,
      'Check who owns the folder, or name another one: --store DIR',
    );
  }
}
