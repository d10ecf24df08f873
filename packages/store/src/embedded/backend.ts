import { Worker } from 'node:worker_threads';
import type { FromThread, ThreadData, ToThread } from './pglite-thread.ts';

/** Why the thread ended before its answer was complete. */
export class BackendEnded extends Error {
  readonly cancelled: boolean;

  constructor(reason: string, cancelled: boolean) {
    super(reason);
    this.name = 'BackendEnded';
    this.cancelled = cancelled;
  }
}

interface Pending extends Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'> {
  readonly onOutput: (bytes: Uint8Array) => void;
}

/** The thread that holds PGlite, as seen from the thread that holds the sockets. One piece of work at a time. */
export class Backend {
  readonly #worker: Worker;
  readonly #unsent: Int32Array;
  #pending: Pending | null = null;
  /** Null until it is open. */
  #settings: Readonly<Record<string, string>> | null = null;
  #reason = '';
  #cancelled = false;
  #gone = false;
  readonly #ended: Promise<void>;

  private constructor(worker: Worker, unsent: Int32Array) {
    this.#worker = worker;
    this.#unsent = unsent;
    worker.on('message', (told: FromThread) => this.#hear(told));
    worker.on('error', (error) => {
      this.#reason ||= String(error);
      if (!this.#settings) this.#settle()?.reject(error);
    });
    this.#ended = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.#gone = true;
        const silent = this.#settings
          ? 'the database stopped'
          : `the database thread ended with code ${code}`;
        this.#settle()?.reject(new BackendEnded(this.#reason || silent, this.#cancelled));
        resolve();
      });
    });
  }

  /** Boots Postgres; recovers what a killed one left. Throws an Error with the last words of its log. */
  static async open(directory: string): Promise<Backend> {
    const unsent = new Int32Array(new SharedArrayBuffer(4));
    const workerData: ThreadData = { directory, unsent };
    const worker = new Worker(new URL('./pglite-thread.ts', import.meta.url), { workerData });
    const backend = new Backend(worker, unsent);
    await backend.#answer(() => {});
    return backend;
  }

  /** What a client is told of the server when its session begins. */
  get settings(): Readonly<Record<string, string>> {
    return this.#settings!;
  }

  /** Runs messages of the protocol. Output comes in pieces; `taken` is told when a client has one. */
  run(bytes: Uint8Array, onOutput: (bytes: Uint8Array) => void): Promise<void> {
    return this.#ask({ kind: 'run', bytes }, onOutput);
  }

  /** Checkpoint, vacuum and analyze where they are due. Outside transactions only. */
  house(): Promise<void> {
    return this.#ask({ kind: 'house' }, () => {});
  }

  /** Lets the thread go on where it waits for a slow client. */
  taken(bytes: number): void {
    Atomics.sub(this.#unsent, 0, bytes);
    Atomics.notify(this.#unsent, 0);
  }

  /** Ends the thread whatever it does; what runs is rejected. */
  async kill(): Promise<void> {
    this.#cancelled = true;
    this.#reason = 'canceling statement due to user request';
    Atomics.store(this.#unsent, 0, 0);
    Atomics.notify(this.#unsent, 0);
    await this.#worker.terminate();
    await this.#ended;
  }

  /** A clean shutdown, with a checkpoint. */
  async close(): Promise<void> {
    await this.#ask({ kind: 'close' }, () => {});
    await this.#worker.terminate();
  }

  #ask(told: ToThread, onOutput: Pending['onOutput']): Promise<void> {
    // It may end while nothing runs: by a cancel that comes as its statement ends.
    if (this.#gone) return Promise.reject(new BackendEnded('the database stopped', false));
    const answer = this.#answer(onOutput);
    this.#worker.postMessage(told);
    return answer;
  }

  #answer(onOutput: Pending['onOutput']): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pending = { onOutput, resolve, reject };
    });
  }

  #hear(told: FromThread): void {
    switch (told.kind) {
      case 'output':
        this.#pending?.onOutput(told.bytes);
        break;
      case 'open':
        this.#settings = told.settings;
        this.#settle()?.resolve();
        break;
      case 'done':
        this.#settle()?.resolve();
        break;
      case 'crashed':
        this.#reason = told.reason;
        break;
    }
  }

  #settle(): Pending | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }
}
