import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import { errors, type Msg, type NatsConnection, type RequestOptions } from '@nats-io/transport-node';
import { Listeners } from '../../listeners.ts';
import { isOlder } from './server-version.ts';

/** What is sent while there is no connection waits here; the client would drop it. Older messages give way. */
const MOST_KEPT = 10_000;
const CLOSE_MS = 2000;
/** In which a coordinator makes anew what an older server cannot read; a publish before that may hang the server. */
const MISTRUST_MS = 10_000;

/** A connection that comes and goes. It is never given up, once it was made. */
export class Link {
  readonly nc: NatsConnection;
  readonly inboxPrefix: string;
  #connected = true;
  #version: string;
  #mistrustUntil = 0;
  #closed = false;
  readonly #listeners = new Listeners<boolean>();
  /** Called when the connection is lost or closed. */
  readonly #cuts = new Set<() => void>();
  readonly #waiting = new Set<() => void>();
  #kept: { readonly subject: string; readonly payload: Uint8Array | string }[] = [];

  constructor(nc: NatsConnection, inboxPrefix: string) {
    this.nc = nc;
    this.inboxPrefix = inboxPrefix;
    this.#version = nc.info?.version ?? '';
    void this.#watch();
    void nc.closed().then(() => this.#set(false));
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Of the server, where it alone keeps the streams; empty in a cluster, where which one a stream is on is not known. */
  get version(): string {
    return this.nc.info?.cluster ? '' : this.#version;
  }

  /** Whether there is a connection, and to a server that is not older than the one before it. */
  get trusted(): boolean {
    return this.#connected && performance.now() >= this.#mistrustUntil;
  }

  get closed(): boolean {
    return this.#closed;
  }

  onConnection(listener: (connected: boolean) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Calls once, when the connection is lost or closed. */
  onCut(listener: () => void): () => void {
    this.#cuts.add(listener);
    return () => {
      this.#cuts.delete(listener);
    };
  }

  /** Whether there is a connection, now or within `waitMs`. */
  async untilConnected(waitMs: number): Promise<boolean> {
    if (this.#connected || this.#closed) return this.#connected;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.#waiting.add(done);
    });
    return this.#connected;
  }

  async untilTrusted(waitMs: number): Promise<boolean> {
    if (!(await this.untilConnected(waitMs))) return false;
    const left = this.#mistrustUntil - performance.now();
    if (left > 0) await sleep(Math.min(left, waitMs), null, { ref: false });
    return this.trusted;
  }

  /** Fire and forget, but kept while there is no connection. */
  send(subject: string, payload: Uint8Array | string): void {
    if (this.#closed) return;
    if (this.#connected) {
      this.nc.publish(subject, payload);
      return;
    }
    if (this.#kept.length >= MOST_KEPT) this.#kept.shift();
    this.#kept.push({ subject, payload });
  }

  /** Rejects at once when the connection is lost, and with LatentsweepError `bus_refused` where it is not allowed. */
  request(subject: string, payload: Uint8Array | string, options: RequestOptions): Promise<Msg> {
    return new Promise((resolve, reject) => {
      const forget = this.onCut(() => reject(new errors.ConnectionError('the connection was lost')));
      this.nc
        .request(subject, payload, options)
        .then(resolve, (error) => reject(refusal(error) ?? error))
        .finally(forget);
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#connected)
      await Promise.race([this.nc.flush().catch(() => {}), sleep(CLOSE_MS, null, { ref: false })]);
    this.#set(false);
    await this.nc.close();
  }

  async #watch(): Promise<void> {
    for await (const status of this.nc.status()) {
      if (status.type === 'disconnect') this.#set(false);
      if (status.type !== 'reconnect') continue;
      this.#meet();
      this.#set(true);
    }
  }

  /** In a cluster, which server a stream is on is not known. */
  #meet(): void {
    const { version = '', cluster } = this.nc.info ?? {};
    const older = isOlder(version, this.#version) && !cluster;
    this.#mistrustUntil = older ? performance.now() + MISTRUST_MS : 0;
    this.#version = version;
  }

  #set(connected: boolean): void {
    if (connected === this.#connected || (connected && this.#closed)) return;
    this.#connected = connected;
    if (connected) for (const { subject, payload } of this.#kept.splice(0)) this.nc.publish(subject, payload);
    else for (const cut of [...this.#cuts]) cut();
    if (!this.#closed) this.#listeners.tell(connected);
    for (const wake of [...this.#waiting]) wake();
  }
}

/** What the server does not allow this user; null for every other error. */
export function refusal(error: unknown): LatentsweepError | null {
  const violation = [error, (error as Error | null)?.cause].find(
    (one) => one instanceof errors.PermissionViolationError,
  );
  if (!violation) return null;
  return new LatentsweepError(
    'bus_refused',
    `The NATS server does not allow this user the ${violation.operation} of '${violation.subject}'.`,
    'Connect with the credentials of the right role, and with its own key where a worker has one.',
    { cause: violation },
  );
}
