/**
 * The frontend/backend protocol, version 3, as far as a front door for one backend needs it.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */

export const SSL_REQUEST = 80877103;
export const GSS_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;

const words = (...values: number[]) => {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [i, value] of values.entries()) buffer.writeUInt32BE(value >>> 0, i * 4);
  return buffer;
};

/** What a client sends, on a connection of its own, to stop what the session of that key runs. */
export const cancelRequest = (process: number, secret: number) => words(16, CANCEL_REQUEST, process, secret);

/** No message of an honest client is longer; a random byte stream soon claims to be. */
const LONGEST_MESSAGE = 512 * 1024 * 1024;

/** `type` is the message's letter, or '' for the messages before the session begins. */
export interface Frame {
  readonly type: string;
  /** The whole message, type and length included. */
  readonly bytes: Buffer;
}

/** Cuts a byte stream into messages. Bytes are joined once a message is complete, so long ones cost linear time. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #held = 0;
  #needed = 4;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
  }

  /** The next message, or null until more bytes come. Throws on a length that cannot be. */
  next(untyped: boolean): Frame | null {
    const head = untyped ? 0 : 1;
    this.#needed = Math.max(this.#needed, head + 4);
    if (this.#held < this.#needed) return null;
    const buffer = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    const length = head + buffer.readUInt32BE(head);
    if (length < head + 4 || length > LONGEST_MESSAGE) throw new Error('not a Postgres message');
    if (buffer.length < length) {
      this.#chunks = [buffer];
      this.#needed = length;
      return null;
    }
    const rest = buffer.subarray(length);
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
    this.#needed = 4;
    return {
      type: untyped ? '' : String.fromCharCode(buffer[0]!),
      bytes: buffer.subarray(0, length),
    };
  }
}

export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const text = (...parts: string[]) => Buffer.from(parts.map((part) => `${part}\0`).join(''));

/** A simple query: one or several statements. */
export const simpleQuery = (sql: string) => message('Q', text(sql));

export const sync = () => message('S', Buffer.alloc(0));

export const closeStatement = (name: string) => message('C', Buffer.concat([Buffer.from('S'), text(name)]));

/** Transaction status: I idle, T in a transaction, E in a failed one. */
export const readyForQuery = (status: 'I' | 'T' | 'E') => message('Z', Buffer.from(status));

export function errorResponse(severity: 'ERROR' | 'FATAL', code: string, what: string, hint = ''): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${what}`, ...(hint ? [`H${hint}`] : [])];
  return message('E', Buffer.concat([text(...fields), Buffer.from([0])]));
}

/** What a server says once it has let a client in. `key` names the session in a later CancelRequest. */
export function welcome(
  settings: Readonly<Record<string, string>>,
  key: { readonly process: number; readonly secret: number },
): Buffer {
  return Buffer.concat([
    message('R', words(0)),
    ...Object.entries(settings).map(([name, value]) => message('S', text(name, value))),
    message('K', words(key.process, key.secret)),
    readyForQuery('I'),
  ]);
}

/** The answer to a client that asks for protocol 3.x, x > 0: version 3.0 it is, without its extensions. */
export const negotiate = (extensions: readonly string[]) =>
  message('v', Buffer.concat([words(0, extensions.length), text(...extensions)]));

/** The name/value pairs of a startup message. */
export function startupParameters(bytes: Buffer): Map<string, string> {
  const words = bytes.toString('utf8', 8).split('\0');
  const parameters = new Map<string, string>();
  for (let i = 0; i + 1 < words.length && words[i] !== ''; i += 2) parameters.set(words[i]!, words[i + 1]!);
  return parameters;
}

/** Of the message that ends a complete answer. */
export const STATUS_BYTES = 6;

/** The transaction status that ends a complete answer, or null where the answer is not complete. */
export function lastStatus(tail: Uint8Array): 'I' | 'T' | 'E' | null {
  const n = tail.length;
  if (n < 6 || tail[n - 6] !== 0x5a || tail[n - 2] !== 5) return null;
  const status = String.fromCharCode(tail[n - 1]!);
  return status === 'I' || status === 'T' || status === 'E' ? status : null;
}

/**
 * Puts `prefix` before the name of a named prepared statement in a Parse, Bind, Describe or Close message, so that
 * sessions that share one backend do not meet each other's. Returns the new name too; other messages as they are.
 */
export function scopeStatement(frame: Frame, prefix: string): { bytes: Buffer; name: string | null } {
  const { bytes, type } = frame;
  const at = nameOffset(bytes, type);
  if (at < 0 || bytes[at] === 0) return { bytes, name: null };
  const end = bytes.indexOf(0, at);
  const name = prefix + bytes.toString('utf8', at, end);
  const body = Buffer.concat([bytes.subarray(5, at), Buffer.from(name), bytes.subarray(end)]);
  return { bytes: message(type, body), name };
}

function nameOffset(bytes: Buffer, type: string): number {
  switch (type) {
    case 'P':
      return 5;
    case 'B':
      return bytes.indexOf(0, 5) + 1;
    case 'D':
    case 'C':
      return bytes[5] === 0x53 ? 6 : -1;
    default:
      return -1;
  }
}
