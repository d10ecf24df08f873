import type { Socket } from 'node:net';
import {
  CANCEL_REQUEST,
  closeStatement,
  errorResponse,
  type Frame,
  FrameReader,
  GSS_REQUEST,
  negotiate,
  SSL_REQUEST,
  scopeStatement,
  simpleQuery,
  startupParameters,
  sync,
  welcome,
} from './wire.ts';

/** What the backend runs in one go. `complete` is false for a part that ends with Flush: more must follow. */
export interface Piece {
  readonly session: Session;
  readonly bytes: Buffer;
  readonly complete: boolean;
}

export interface SessionHost {
  readonly process: number;
  readonly secret: number;
  readonly settings: () => Readonly<Record<string, string>>;
  readonly enqueue: (piece: Piece) => void;
  readonly cancel: (process: number, secret: number) => void;
  /** The client has taken that many bytes of output. */
  readonly taken: (bytes: number) => void;
  /** It has sent its startup message, and counts as a client from now on. */
  readonly begun: () => void;
  readonly gone: () => void;
}

/**
 * The backend would wait for the rows inside one call, where none can come, and fall. A query that fails in its place
 * leaves the client's transaction as an error does.
 */
const NO_COPY_IN = simpleQuery(
  `do $$ begin raise exception using errcode = '0A000', message = 'COPY FROM STDIN is not served here',
   hint = 'Use insert.'; end $$`,
);

function isCopyIn({ type, bytes }: Frame): boolean {
  return type === 'Q' && /\bcopy\b[^;]+\bfrom\s+stdin\b/i.test(bytes.toString('utf8', 5));
}

/** Clients of our own name themselves so; they leave no setting behind. */
export const OWN_NAME = 'latentsweep';
/** In the startup message's options: how long to keep the store after this client. */
export const LINGER_OPTION = 'latentsweep.linger_ms';
export const DEFAULT_LINGER_MS = 10_000;

/**
 * One client: it reads messages, answers those before the session by itself, and hands the rest on in pieces.
 * States: greeting (before the startup message) -> open -> closed.
 */
export class Session {
  readonly process: number;
  readonly secret: number;
  readonly statements = new Set<string>();
  trusted = false;
  linger: number | null = null;
  inTransaction = false;
  closed = false;
  /** Since when the client has not taken its output, or 0. */
  stalledSince = 0;
  readonly #socket: Socket;
  readonly #host: SessionHost;
  readonly #frames = new FrameReader();
  #open = false;
  #parts: Buffer[] = [];

  constructor(socket: Socket, host: SessionHost) {
    this.#socket = socket;
    this.#host = host;
    this.process = host.process;
    this.secret = host.secret;
    socket.on('data', (chunk) => this.#read(chunk as Buffer));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.closed = true;
      if (this.#open) host.gone();
    });
  }

  /** Output of the backend, to be counted as taken when the socket has it. */
  write(bytes: Uint8Array): void {
    if (this.closed || !this.#socket.writable) {
      this.#host.taken(bytes.length);
      return;
    }
    this.stalledSince ||= Date.now();
    this.#socket.write(bytes, () => {
      this.stalledSince = this.#socket.writableLength > 0 ? Date.now() : 0;
      this.#host.taken(bytes.length);
    });
  }

  end(last: Buffer): void {
    if (!this.closed) this.#socket.end(last, () => this.#socket.destroy());
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** What clears the backend of this client: its transaction and its named statements. */
  farewell(rollback: boolean): Buffer {
    return Buffer.concat([
      ...(rollback ? [sync(), simpleQuery('rollback')] : []),
      ...[...this.statements].map(closeStatement),
      sync(),
    ]);
  }

  #read(chunk: Buffer): void {
    this.#frames.push(chunk);
    try {
      for (let frame = this.#frames.next(!this.#open); frame; frame = this.#frames.next(!this.#open)) {
        if (this.#open) this.#take(frame);
        else this.#greet(frame);
      }
    } catch {
      this.destroy();
    }
  }

  #greet({ bytes }: Frame): void {
    const code = bytes.readUInt32BE(4);
    switch (code) {
      case SSL_REQUEST:
      case GSS_REQUEST:
        this.#socket.write('N');
        return;
      case CANCEL_REQUEST:
        this.#host.cancel(bytes.readUInt32BE(8), bytes.readUInt32BE(12));
        this.#socket.end();
        return;
      default:
        this.#begin(code, startupParameters(bytes));
    }
  }

  #begin(version: number, parameters: ReadonlyMap<string, string>): void {
    if (version >>> 16 !== 3 || parameters.has('replication')) {
      this.end(errorResponse('FATAL', '0A000', 'only protocol 3 without replication is served'));
      return;
    }
    this.#open = true;
    this.trusted = parameters.get('application_name') === OWN_NAME;
    const linger = new RegExp(`${LINGER_OPTION}=(\\d+)`).exec(parameters.get('options') ?? '');
    if (linger) this.linger = Number(linger[1]);
    const extensions = [...parameters.keys()].filter((name) => name.startsWith('_pq_.'));
    if ((version & 0xffff) > 0 || extensions.length > 0) this.#socket.write(negotiate(extensions));
    this.#socket.write(welcome(this.#host.settings(), this));
    this.#host.begun();
  }

  #take(given: Frame): void {
    const frame = isCopyIn(given) ? { ...given, bytes: NO_COPY_IN } : given;
    const { bytes, name } = scopeStatement(frame, `s${this.process}_`);
    if (name !== null && frame.type === 'P') this.statements.add(name);
    switch (frame.type) {
      case 'X':
        this.#socket.end();
        return;
      case 'Q':
      case 'F':
      case 'S':
        this.#hand([...this.#parts, bytes], true);
        return;
      case 'H':
        this.#hand([...this.#parts, bytes], false);
        return;
      default:
        this.#parts.push(bytes);
    }
  }

  #hand(parts: Buffer[], complete: boolean): void {
    this.#parts = [];
    this.#host.enqueue({ session: this, bytes: Buffer.concat(parts), complete });
  }
}
