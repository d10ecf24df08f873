/**
 * The thread that holds PGlite: a Postgres compiled to WebAssembly with one backend. It runs what it is sent, one
 * piece at a time, and knows nothing of clients. A statement can only be stopped by ending this thread; the log
 * that Postgres writes ahead brings the database back.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { createDatabase } from './create-database.ts';
import { keepHouse } from './housekeeping.ts';
import { openDatabase } from './pglite.ts';

export type ToThread =
  | { readonly kind: 'run'; readonly bytes: Uint8Array }
  | { readonly kind: 'house' }
  | { readonly kind: 'close' };

export type FromThread =
  | { readonly kind: 'open'; readonly settings: Readonly<Record<string, string>> }
  | { readonly kind: 'output'; readonly bytes: Uint8Array }
  | { readonly kind: 'done' }
  /** The thread ends by itself: `reason` from Postgres's own log where it left one. */
  | { readonly kind: 'crashed'; readonly reason: string };

export interface ThreadData {
  readonly directory: string;
  /** Bytes sent and not yet taken by the client: [1], shared with the thread that owns the sockets. */
  readonly unsent: Int32Array;
}

const PIECE = 256 * 1024;
const MOST_UNSENT = 32 * 1024 * 1024;

const port = parentPort!;
const { directory, unsent } = workerData as ThreadData;
const send = (told: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(told, transfer);

await createDatabase(directory);
const database = await openDatabase(directory, (reason) => {
  send({ kind: 'crashed', reason });
  process.exit(1);
});

/** What a client is told of the server when its session begins. */
const shown = await database.query<{ name: string; setting: string }>(
  `select name, setting
   from pg_settings
   where name in (
     'server_version', 'server_encoding', 'client_encoding', 'DateStyle', 'IntervalStyle', 'TimeZone',
     'integer_datetimes', 'standard_conforming_strings', 'default_transaction_read_only', 'in_hot_standby',
     'is_superuser', 'session_authorization', 'application_name', 'search_path'
   )`,
);
send({ kind: 'open', settings: Object.fromEntries(shown.rows.map((row) => [row.name, row.setting])) });

/** Collects what Postgres writes into pieces, and waits while the client is slow to take them. */
class Output {
  #pieces: Uint8Array[] = [];
  #held = 0;

  write(bytes: Uint8Array): void {
    this.#pieces.push(bytes.slice());
    this.#held += bytes.length;
    if (this.#held >= PIECE) this.flush();
  }

  flush(): void {
    if (this.#held === 0) return;
    const bytes = new Uint8Array(this.#held);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#held = 0;
    const now = Atomics.add(unsent, 0, bytes.length) + bytes.length;
    send({ kind: 'output', bytes }, [bytes.buffer]);
    for (let level = now; level > MOST_UNSENT; level = Atomics.load(unsent, 0)) {
      Atomics.wait(unsent, 0, level);
    }
  }
}

const output = new Output();

async function answer(told: ToThread): Promise<void> {
  switch (told.kind) {
    case 'run':
      await database.execProtocolRawStream(told.bytes, { onRawData: (bytes) => output.write(bytes) });
      output.flush();
      break;
    case 'house':
      await keepHouse(database);
      break;
    case 'close':
      await database.close();
      break;
  }
  send({ kind: 'done' });
}

port.on('message', (told: ToThread) => {
  answer(told).catch((error: unknown) => {
    send({ kind: 'crashed', reason: String(error) });
    process.exit(1);
  });
});
