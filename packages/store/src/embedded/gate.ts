/**
 * The front door of the one backend: many clients on a unix socket, one of them at a time inside.
 *
 * A client's messages are gathered up to the next Sync (or simple query) and run as one piece, so that two clients
 * never mix on the unnamed statement that they share. Whoever has opened a transaction keeps the backend until it
 * ends. All that a client could leave behind is cleared: an open transaction is rolled back when it goes, and its
 * settings are reset before another one's turn. A statement is stopped by ending the backend's thread; Postgres
 * recovers from its log, in a fraction of a second, and the other clients go on.
 */

import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { FULL } from '../error.ts';
import { Backend, BackendEnded } from './backend.ts';
import { type Piece, Session } from './session.ts';
import { errorResponse, lastStatus, readyForQuery, STATUS_BYTES, simpleQuery } from './wire.ts';

/** What a client may have changed for the next one. Clients of our own change nothing. */
const RESET = simpleQuery(
  'reset session authorization; reset all; close all; unlisten *; discard temp; discard plans',
);

/** How long the owner of an open transaction, or a client that does not read, may keep others waiting. */
const PATIENCE_MS = 15_000;
const HOUSEKEEPING_MS = 5_000;

export interface GateEvents {
  /** A client came or went. `linger`: how long it wants the store kept after it, if it said. */
  readonly onClients: (clients: number, linger: number | null) => void;
  /** The backend could not be brought back: nothing can be served any more. */
  readonly onBroken: (error: Error) => void;
  /** A client could not be let in (no file handle is left, say). The others are served on. */
  readonly onTrouble: (error: Error) => void;
}

export class Gate {
  readonly #directory: string;
  readonly #events: GateEvents;
  readonly #server: Server;
  readonly #sessions = new Map<number, Session>();
  #queue: Piece[] = [];
  #backend: Backend;
  /** Who alone may run now: it is inside a transaction, or has not sent its Sync yet. */
  #owner: Session | null = null;
  #running: Piece | null = null;
  #lastUntrusted: Session | null = null;
  /** Something has run since the last housekeeping. */
  #touched = false;
  #houseDue = false;
  #runningSince = 0;
  #closing = false;
  #loop: Promise<void> | null = null;
  #ownerSince = 0;
  #nextProcess = 1;
  readonly #patienceMs: number;
  readonly #watch: NodeJS.Timeout;
  readonly #house: NodeJS.Timeout;

  private constructor(backend: Backend, directory: string, events: GateEvents, patienceMs: number) {
    this.#patienceMs = patienceMs;
    this.#backend = backend;
    this.#directory = directory;
    this.#events = events;
    this.#server = createServer((socket) => this.#admit(socket));
    this.#watch = setInterval(() => this.#evictHolder(), patienceMs / 15);
    this.#house = setInterval(() => {
      this.#houseDue = this.#touched;
      this.#start();
    }, HOUSEKEEPING_MS);
  }

  /** Boots the database in `directory` and listens at `path`, which must not exist. */
  static async open(
    directory: string,
    path: string,
    events: GateEvents,
    patienceMs = PATIENCE_MS,
  ): Promise<Gate> {
    const gate = new Gate(await Backend.open(directory), directory, events, patienceMs);
    await once(gate.#server.listen(path), 'listening');
    gate.#server.on('error', events.onTrouble);
    return gate;
  }

  /** Lets the running piece end, then shuts the database down cleanly. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#watch);
    clearInterval(this.#house);
    this.#server.close();
    for (const session of this.#sessions.values()) {
      session.end(errorResponse('FATAL', '57P01', 'the store is shutting down'));
    }
    await this.#loop;
    await this.#backend.close();
  }

  #admit(socket: Socket): void {
    const session: Session = new Session(socket, {
      process: this.#nextProcess++,
      secret: randomInt(0xffffffff),
      settings: () => this.#backend.settings,
      enqueue: (piece) => this.#enqueue(piece),
      cancel: (process, secret) => this.#cancel(process, secret),
      taken: (bytes) => this.#backend.taken(bytes),
      begun: () => {
        this.#sessions.set(session.process, session);
        this.#events.onClients(this.#sessions.size, session.linger);
      },
      gone: () => this.#release(session),
    });
  }

  #enqueue(piece: Piece): void {
    this.#queue.push(piece);
    this.#start();
  }

  #start(): void {
    if (this.#loop || this.#closing) return;
    this.#loop = this.#work()
      .catch((error: unknown) => this.#events.onBroken(error as Error))
      .finally(() => {
        this.#loop = null;
      });
  }

  async #work(): Promise<void> {
    for (let work = this.#nextWork(); work && !this.#closing; work = this.#nextWork()) {
      const piece = work === 'house' ? null : work;
      this.#running = piece;
      this.#runningSince = Date.now();
      try {
        await (piece ? this.#run(piece) : this.#keepHouse());
      } catch (error) {
        if (!(error instanceof BackendEnded)) throw error;
        this.#owner = null;
        this.#lastUntrusted = null;
        this.#backend = await Backend.open(this.#directory);
        if (piece) this.#report(piece, error);
      } finally {
        this.#running = null;
      }
    }
  }

  #nextWork(): Piece | 'house' | undefined {
    if (this.#houseDue && !this.#owner) return 'house';
    const at = this.#owner ? this.#queue.findIndex((piece) => piece.session === this.#owner) : 0;
    return at < 0 ? undefined : this.#queue.splice(at, 1)[0];
  }

  async #clearAfterOther(session: Session): Promise<void> {
    const before = this.#lastUntrusted;
    if (!before || before === session) return;
    await this.#backend.run(RESET, (output) => this.#backend.taken(output.length));
    this.#lastUntrusted = null;
  }

  async #run({ session, bytes, complete }: Piece): Promise<void> {
    await this.#clearAfterOther(session);
    let tail: Uint8Array = new Uint8Array(0);
    this.#touched = true;
    if (!session.trusted) this.#lastUntrusted = session;
    await this.#backend.run(bytes, (output) => {
      tail = lastBytes(tail, output);
      session.write(output);
    });
    const status = complete ? lastStatus(tail) : null;
    session.inTransaction = status === 'T' || status === 'E';
    this.#owner = complete && !session.inTransaction ? null : session;
    this.#ownerSince = Date.now();
    if (session.closed) this.#clearAfterGone(session);
  }

  /** Tells a client that its statement was stopped, or that the database fell. */
  #report({ session }: Piece, error: BackendEnded): void {
    const full = FULL.test(error.message);
    const code = error.cancelled ? '57014' : full ? '53100' : '57P02';
    // A client inside a transaction, or with statements of its own, must not go on as if they were still there.
    if (session.inTransaction || session.statements.size > 0 || !error.cancelled) {
      session.end(errorResponse('FATAL', code, error.message));
    } else {
      session.write(Buffer.concat([errorResponse('ERROR', code, error.message), readyForQuery('I')]));
    }
    for (const other of this.#sessions.values()) {
      if (other.statements.size > 0) other.end(errorResponse('FATAL', '57P01', 'the database was restarted'));
    }
  }

  #cancel(process: number, secret: number): void {
    const session = this.#running?.session;
    if (session?.process !== process || session.secret !== secret) return;
    void this.#backend.kill();
  }

  /** A client has gone: its waiting pieces too, and what it holds in the backend. */
  #release(session: Session): void {
    this.#sessions.delete(session.process);
    this.#queue = this.#queue.filter((piece) => piece.session !== session);
    if (this.#running?.session !== session) this.#clearAfterGone(session);
    this.#events.onClients(this.#sessions.size, session.linger);
  }

  /** While the gate closes nothing is left to clear: Postgres rolls back by itself as it ends. */
  #clearAfterGone(session: Session): void {
    const owns = this.#owner === session;
    if (!owns && session.statements.size === 0) return;
    this.#queue.unshift({ session, bytes: session.farewell(owns), complete: true });
    session.statements.clear();
    this.#start();
  }

  /** Nobody may hold the backend for long while others wait: by an idle transaction, by not reading, or when gone. */
  #evictHolder(): void {
    const waiting = this.#queue.some((piece) => piece.session !== this.#owner);
    const late = Date.now() - this.#patienceMs;
    const stuck = this.#running?.session;
    if (stuck?.stalledSince && stuck.stalledSince < late) stuck.destroy();
    if (stuck?.closed && waiting && this.#runningSince < late) void this.#backend.kill();
    if (this.#running || !this.#owner || !waiting || this.#ownerSince > late) return;
    this.#owner.end(
      errorResponse(
        'FATAL',
        '25P03',
        'terminating connection: a transaction stood idle while others waited',
        'The embedded database serves one transaction at a time. Commit or roll back soon.',
      ),
    );
  }

  async #keepHouse(): Promise<void> {
    this.#houseDue = false;
    this.#touched = false;
    await this.#backend.house();
  }
}

/** A status message may come in two pieces: what counts is the end of both. */
function lastBytes(before: Uint8Array, piece: Uint8Array): Uint8Array {
  return piece.length >= STATUS_BYTES
    ? piece.subarray(-STATUS_BYTES)
    : Buffer.concat([before, piece]).subarray(-STATUS_BYTES);
}
