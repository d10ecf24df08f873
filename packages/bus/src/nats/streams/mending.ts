import type { JetStreamManager } from '@nats-io/jetstream';
import type { Link } from '../connection/link.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../options.ts';
import { isTimeout } from '../publish/publish.ts';
import type { Uptake } from '../publish/uptake.ts';
import { probe } from './probe.ts';
import { whyNoRoom } from './room.ts';
import { PARTS, type Part, settingsOf, streamOf } from './stream-settings.ts';
import type { StreamState } from './stream-state.ts';

/** How long results that were stored may take to be pulled before their stream is given up with them. */
const DRAIN_MS = 30_000;

export interface MendingParts {
  readonly link: Link;
  readonly jsm: JetStreamManager;
  readonly names: Names;
  readonly settings: Settings;
  readonly state: StreamState;
  readonly uptake: Uptake;
}

/** What is to be made anew, and whether that loses messages. */
export interface Broken {
  readonly part: Part;
  readonly created: string;
  readonly loses: boolean;
}

/**
 * Finds the streams that take nothing any more though the server could store it: since its disk was full once, for one.
 * Nothing but a new stream helps then, or another start of the server. What it finds of the others it says.
 */
export class Mending {
  readonly #parts: MendingParts;
  #waitingSince: number | null = null;

  constructor(parts: MendingParts) {
    this.#parts = parts;
  }

  async broken(): Promise<Broken[]> {
    const { link, jsm, names, uptake } = this.#parts;
    const silent: Part[] = [];
    for (const part of PARTS) {
      const taken = await probe(link, jsm, names, part);
      uptake.note(streamOf(names, part), taken);
      if (taken === 'no answer') silent.push(part);
    }
    if (!silent.includes('results')) this.#waitingSince = null;
    if (silent.length === 0) return [];
    return this.#useless(silent);
  }

  async #useless(silent: readonly Part[]): Promise<Broken[]> {
    const { link, jsm, names, settings, uptake } = this.#parts;
    const found: Broken[] = [];
    for (const part of silent) {
      const stream = streamOf(names, part);
      const one = await this.#lookAt(part).catch((error) => {
        if (!isTimeout(error)) throw error;
        uptake.diagnose(stream, deafText(stream));
        return null;
      });
      if (one) found.push(one);
    }
    if (found.length === 0) return [];
    const { storage } = settingsOf('jobs', names, settings, '');
    const reason = await whyNoRoom(link, jsm, { prefix: settings.prefix, storage: storage! });
    if (reason === null) return found.filter((one) => this.#isDue(one));
    for (const { part } of found)
      uptake.diagnose(streamOf(names, part), fullText(streamOf(names, part), reason));
    return [];
  }

  /** Null where it is missing, which the watch-dog notices. */
  async #lookAt(part: Part): Promise<Broken | null> {
    const { state } = this.#parts;
    const info = await state.info(part);
    if (!info) return null;
    // Jobs and contents are made again from the store; results that the coordinator has pulled are not lost.
    const loses = part !== 'results' || (await state.unsettled(['results'])) > 0;
    return { part, created: info.created, loses };
  }

  /** Results can still be pulled from a stream that takes none: what is in it gets its time. */
  #isDue({ part, loses }: Broken): boolean {
    if (part !== 'results' || !loses) return true;
    this.#waitingSince ??= performance.now();
    return performance.now() - this.#waitingSince > DRAIN_MS;
  }
}

const fullText = (stream: string, reason: string) =>
  `NATS stores nothing in ${stream}, nor in a new stream: ${reason}. Make room on the disk of its store; the sweep then goes on by itself`;

const deafText = (stream: string) =>
  `NATS answers neither what is published to ${stream} nor questions about it. See that the disk of its store has room, then end nats-server and start it again`;
