import { setTimeout as sleep } from 'node:timers/promises';
import { Listeners } from '../../listeners.ts';
import type { Link } from '../connection/link.ts';
import type { Mending } from './mending.ts';
import type { StreamState } from './stream-state.ts';
import type { Streams } from './streams.ts';
import { type Look, type Remake, type Verdict, verdictOn } from './watch-dog.ts';

const EVERY_MS = 2000;
const TELL_AGAIN_MS = 10_000;
/** Looks. */
const SWEEP_EVERY = 15;

export interface KeeperParts {
  readonly link: Link;
  readonly streams: Streams;
  readonly state: StreamState;
  readonly mending: Mending;
  /** What was pulled must not be acknowledged any more. */
  readonly disownResults: () => void;
}

/** Keeps the streams there while the bus is open, and tells why, when they were lost. */
export class Keeper {
  readonly #parts: KeeperParts;
  readonly #lost = new Listeners<string>();
  #before: Look | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #looks = 0;
  #looking: Promise<void> = Promise.resolve();
  #last: Promise<void> = Promise.resolve();
  #wake: AbortController = new AbortController();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Makes the streams, then looks at them every two seconds and after each reconnect. */
  async start(): Promise<void> {
    const { link, streams, state } = this.#parts;
    const found = await state.look();
    // Those that are missing are made; what cannot be used has to go first.
    const verdict = verdictOn(streams.wanted, null, found);
    if (verdict.act === 'lost') await this.#clear(verdict.remake, found);
    await streams.ensure();
    this.#before = await state.look();
    link.onConnection(() => {
      // The server may have been killed.
      this.#looks = 0;
      this.#wake.abort();
    });
    this.#looking = this.#run();
  }

  onLost(listener: (reason: string) => void): () => void {
    return this.#lost.add(listener);
  }

  /** Not again soon: many workers may miss the same, and putting it takes time. */
  tellContentLost(): void {
    if (performance.now() - this.#toldAt > TELL_AGAIN_MS) this.#tellLost('a content is missing');
  }

  /** The contents that others put are lost with it. */
  async makeContentsAnew(): Promise<void> {
    await this.#parts.streams.remove('contents');
    await this.#look();
  }

  /** Makes anew what takes nothing any more. */
  mend(): Promise<void> {
    return this.#inTurn(() => this.#mendNow());
  }

  /** Once the link is closed. */
  async stop(): Promise<void> {
    this.#wake.abort();
    await this.#looking;
  }

  async #run(): Promise<void> {
    const { link } = this.#parts;
    while (!link.closed) {
      this.#wake = new AbortController();
      await sleep(EVERY_MS, undefined, { signal: this.#wake.signal }).catch(() => {});
      if (!link.connected) continue;
      // No answer says nothing about the streams.
      await this.#look().catch(() => sleep(100));
    }
  }

  #look(): Promise<void> {
    return this.#inTurn(() => this.#lookNow());
  }

  /** One at a time. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const acting = this.#last.then(act);
    this.#last = acting.catch(() => {});
    return acting;
  }

  async #lookNow(): Promise<void> {
    const { streams, state } = this.#parts;
    const now = await state.look();
    const verdict = verdictOn(streams.wanted, this.#before, now);
    if (verdict.act === 'nothing') {
      this.#before = now;
      if (this.#looks++ % SWEEP_EVERY === 0) await state.sweepUp();
      return;
    }
    await this.#act(verdict, now);
  }

  async #act(verdict: Exclude<Verdict, { readonly act: 'nothing' }>, now: Look): Promise<void> {
    const { streams, state } = this.#parts;
    if (verdict.act === 'lost') await this.#clear(verdict.remake, now);
    await streams.ensure();
    this.#before = await state.look();
    if (verdict.act === 'lost') this.#tellLost(verdict.reason);
  }

  /** Jobs are made again from the store, contents too; of results that nobody pulled, the trials run again. */
  async #mendNow(): Promise<void> {
    const { streams, state, mending } = this.#parts;
    const broken = await mending.broken();
    if (broken.length === 0) return;
    for (const { part, created } of broken) {
      if (part === 'results') this.#parts.disownResults();
      await streams.remove(part, created);
    }
    await streams.ensure();
    this.#before = await state.look();
    const names = broken.map(({ part }) => streams.wanted.names[part]).join(', ');
    if (broken.some(({ loses }) => loses)) this.#tellLost(`${names} took nothing any more`);
  }

  async #clear(remakes: readonly Remake[], now: Look): Promise<void> {
    const { streams, disownResults } = this.#parts;
    for (const remake of remakes) {
      if (remake === 'recorder' || remake === 'results') disownResults();
      if (remake === 'recorder') await streams.removeRecorder();
      else await streams.remove(remake, now[remake]?.created);
    }
  }

  #tellLost(reason: string): void {
    this.#toldAt = performance.now();
    this.#lost.tell(reason);
  }
}
