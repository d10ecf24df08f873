/** What lies where in the directory of an embedded store. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { InputError, LatentsweepError } from '@latentsweep/core/error';
import { storeFull } from '../error.ts';

/** Raised when a directory of this version could not be read by an older one. */
const FORMAT = 1;

export type StoreDirectory = Readonly<ReturnType<typeof storeDirectory>>;

export function storeDirectory(root: string) {
  const at = (name: string) => path.join(root, name);
  return {
    root,
    /** Postgres's own files. */
    data: at('data'),
    lock: at('lock'),
    log: at('store.log'),
    /** Where the store process says that it listens. */
    record: at('server.json'),
    marker: at('store.json'),
  };
}

const OWN_FILES: ReadonlySet<string> = new Set([
  'data',
  'data.new',
  'lock',
  'store.log',
  'server.json',
  'store.json',
  '.s.PGSQL.5432',
  '.gitignore',
  // libtensorflow, which users may put there: docs/engines.md.
  'native',
  'native.part',
  // What trials of programs left.
  'artifacts',
  'checkpoints',
]);

/** Makes the directory where it is absent; refuses one that holds something else, or a newer store. */
export function prepareDirectory(location: string): StoreDirectory {
  const given = path.resolve(location);
  const entries = writable(given, () => {
    fs.mkdirSync(given, { recursive: true, mode: 0o700 });
    return fs.readdirSync(given);
  });
  const directory = storeDirectory(fs.realpathSync(given));
  const marker = readJson<{ readonly format?: unknown }>(directory.marker);
  const format = Number(marker?.format);
  if (marker === null) {
    const strange = entries.find((name) => !OWN_FILES.has(name));
    if (strange) {
      throw new InputError(
        'not_a_store',
        `${given} is not a store: it holds other files (${JSON.stringify(strange)}).`,
        'Name an empty or a new directory, or the URL of a Postgres server.',
      );
    }
    writable(given, () => {
      fs.writeFileSync(directory.marker, `${JSON.stringify({ format: FORMAT })}\n`, { mode: 0o600 });
      fs.writeFileSync(path.join(directory.root, '.gitignore'), '*\n', { mode: 0o600 });
    });
  } else if (!(format <= FORMAT)) {
    throw new InputError(
      'store_too_new',
      `${given} was written by a newer version (format ${format}, known up to ${FORMAT}).`,
      'Update latentsweep, or name another directory.',
    );
  }
  writable(given, () => fs.accessSync(directory.root, fs.constants.W_OK | fs.constants.X_OK));
  return directory;
}

/** Null where there is none that is whole. */
function readJson<T>(file: string): T | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
  } catch {
    return null;
  }
}

function writable<T>(given: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'ENOSPC' || code === 'EDQUOT') throw storeFull(given, error);
    throw new InputError(
      'store_not_writable',
      `The store directory ${given} cannot be used (${code}).`,
      'Choose a directory that you may write to with --store.',
    );
  }
}

/** `bind` takes about 107 bytes on Linux, 103 elsewhere. */
const LONGEST_SOCKET = 100;
export const SOCKET_NAME = '.s.PGSQL.5432';

/**
 * The folder of the unix socket: the store itself, or for one too deep a private folder among temporary files.
 * Made by the store process; clients read its record.
 */
export function socketDirectory(root: string): string {
  if (Buffer.byteLength(path.join(root, SOCKET_NAME)) <= LONGEST_SOCKET) return root;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const folder = path.join(os.tmpdir(), `latentsweep-${name}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = fs.lstatSync(folder);
  const own = !process.getuid || uid === process.getuid();
  if (!own || !fs.lstatSync(folder).isDirectory()) {
    throw new LatentsweepError(
      'store_not_writable',
      `The folder ${folder}, for the socket of a store whose path is long, belongs to someone else.`,
      'Choose a store directory with a shorter path.',
    );
  }
  fs.chmodSync(folder, 0o700);
  return folder;
}

export interface ServerRecord {
  readonly pid: number;
  /** For clients: the `host` to connect to. */
  readonly host: string;
}

export const readRecord = ({ record }: StoreDirectory) => readJson<ServerRecord>(record);

/** Whether someone listens on the unix socket of that folder. */
export async function reachable(host: string): Promise<boolean> {
  const socket = connect(path.join(host, SOCKET_NAME));
  const answers = once(socket, 'connect').then(
    () => true,
    () => false,
  );
  return answers.finally(() => socket.destroy());
}

export function writeRecord(directory: StoreDirectory, record: ServerRecord): void {
  const beside = `${directory.record}.${process.pid}`;
  fs.writeFileSync(beside, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  fs.renameSync(beside, directory.record);
}
