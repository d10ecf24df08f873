import { setTimeout as sleep } from 'node:timers/promises';
import { Listeners } from '../listeners.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import type { Streams } from './streams.ts';
import { judge, type Look } from './watch-dog.ts';

const EVERY_MS = 2000;
const TELL_AGAIN_MS = 10_000;
/** Looks. */
const SWEEP_EVERY = 15;

/** Keeps the streams there while the bus is open, and tells when they were lost. */
export class Keeper {
  readonly #link: Link;
  readonly #streams: Streams;
  readonly #names: Names;
  readonly #disownResults: () => void;
  readonly #lost = new Listeners<void>();
  #before: Look = [];
  #toldAt = Number.NEGATIVE_INFINITY;
  #looks = 0;
  #looking: Promise<void> = Promise.resolve();
  #last: Promise<void> = Promise.resolve();
  #wake: AbortController = new AbortController();

  /** `disownResults`: what was pulled must not be acknowledged any more. */
  constructor(link: Link, streams: Streams, names: Names, disownResults: () => void) {
    this.#disownResults = disownResults;
    this.#link = link;
    this.#streams = streams;
    this.#names = names;
  }

  /** Makes the streams, then looks at them every two seconds and after each reconnect. */
  async start(): Promise<void> {
    await this.#streams.ensure();
    this.#before = await this.#streams.look();
    this.#link.onConnection(() => {
      // The server may have been killed.
      this.#looks = 0;
      this.#wake.abort();
    });
    this.#looking = this.#run();
  }

  onLost(listener: () => void): () => void {
    return this.#lost.add(listener);
  }

  /** Not again soon: many workers may miss the same, and putting it takes time. */
  tellContentLost(): void {
    if (performance.now() - this.#toldAt > TELL_AGAIN_MS) this.#tellLost();
  }

  /** The contents that others put are lost with it. */
  async makeContentsAnew(): Promise<void> {
    await this.#streams.remove(this.#names.contentsStream);
    await this.#look();
  }

  /** Once the link is closed. */
  async stop(): Promise<void> {
    this.#wake.abort();
    await this.#looking;
  }

  async #run(): Promise<void> {
    while (!this.#link.closed) {
      this.#wake = new AbortController();
      await sleep(EVERY_MS, undefined, { signal: this.#wake.signal }).catch(() => {});
      if (!this.#link.connected) continue;
      // No answer says nothing about the streams.
      await this.#look().catch(() => sleep(100));
    }
  }

  async #clear(remake: 'jobs' | 'recorder' | null): Promise<void> {
    if (remake === 'jobs') await this.#streams.remove(this.#names.jobsStream);
    if (remake !== 'recorder') return;
    this.#disownResults();
    await this.#streams.removeRecorder();
  }

  #tellLost(): void {
    this.#toldAt = performance.now();
    this.#lost.tell();
  }

  /** One at a time. */
  #look(): Promise<void> {
    const look = this.#last.then(() => this.#lookNow());
    this.#last = look.catch(() => {});
    return look;
  }

  async #lookNow(): Promise<void> {
    const now = await this.#streams.look();
    const verdict = judge(this.#streams.wanted, this.#before, now);
    if (verdict.act === 'nothing') {
      this.#before = now;
      if (this.#looks++ % SWEEP_EVERY === 0) await this.#streams.sweepUp();
      return;
    }
    if (verdict.act === 'lost') await this.#clear(verdict.remake);
    await this.#streams.ensure();
    this.#before = await this.#streams.look();
    if (verdict.act === 'lost') this.#tellLost();
  }
}
