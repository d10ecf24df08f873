import type { NatsContext } from '../context.ts';
import { isTimeout } from '../publish/publish.ts';
import { probe } from './probe.ts';
import { whyNoRoom } from './room.ts';
import { PARTS, type Part } from './stream-settings.ts';
import { infoOf, unsettled } from './stream-state.ts';

/** How long results that were stored may take to be pulled before their stream is given up with them. */
const DRAIN_MS = 30_000;

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
export function lookForBroken(context: NatsContext): () => Promise<Broken[]> {
  const { names, uptake } = context;
  let waitingSince: number | null = null;

  /** Null where it is missing, which the watch-dog notices. */
  async function lookAt(part: Part): Promise<Broken | null> {
    const info = await infoOf(context, part);
    if (!info) return null;
    // Jobs and contents are made again from the store; results that the coordinator has pulled are not lost.
    const loses = part !== 'results' || (await unsettled(context, ['results'])) > 0;
    return { part, created: info.created, loses };
  }

  /** Results can still be pulled from a stream that takes none: what is in it gets its time. */
  function isDue({ part, loses }: Broken): boolean {
    if (part !== 'results' || !loses) return true;
    waitingSince ??= performance.now();
    return performance.now() - waitingSince > DRAIN_MS;
  }

  return async () => {
    // Together: each that is silent takes seconds to be known as such.
    const taken = await Promise.all(PARTS.map((part) => probe(context, part)));
    for (const [i, part] of PARTS.entries()) uptake.note(names.streams[part], taken[i]!);
    const silent = PARTS.filter((_, i) => taken[i] === 'no answer');
    if (!silent.includes('results')) waitingSince = null;
    const found: Broken[] = [];
    for (const part of silent) {
      const stream = names.streams[part];
      const one = await lookAt(part).catch((error) => {
        if (!isTimeout(error)) throw error;
        uptake.diagnose(stream, deafText(stream));
        return null;
      });
      if (one) found.push(one);
    }
    if (found.length === 0) return [];
    const reason = await whyNoRoom(context);
    if (reason === null) return found.filter(isDue);
    for (const { part } of found) uptake.diagnose(names.streams[part], fullText(names.streams[part], reason));
    return [];
  };
}

const fullText = (stream: string, reason: string) =>
  `NATS stores nothing in ${stream}, nor in a new stream: ${reason}. Make room on the disk of its store; the sweep then goes on by itself`;

const deafText = (stream: string) =>
  `NATS answers neither what is published to ${stream} nor questions about it. See that the disk of its store has room, then end nats-server and start it again`;
