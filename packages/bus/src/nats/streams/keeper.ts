import { setTimeout as sleep } from 'node:timers/promises';
import { Listeners } from '../../listeners.ts';
import type { NatsContext } from '../context.ts';
import { lookForBroken } from './mending.ts';
import { FILES, PARTS, type Part, WORK } from './stream-settings.ts';
import { look, sweepUp } from './stream-state.ts';
import type { Streams } from './streams.ts';
import { type Look, type Remake, verdictOn } from './watch-dog.ts';

const EVERY_MS = 2000;
const TELL_AGAIN_MS = 10_000;
/** Looks. */
const SWEEP_EVERY = 15;

/**
 * Keeps the streams there while the bus is open, and tells why, when they were lost. `disownResults`: what was pulled
 * must not be acknowledged any more.
 */
export function keepStreams(context: NatsContext, streams: Streams, disownResults: () => void) {
  const { link, names } = context;
  const lost = new Listeners<string>();
  const filesLost = new Listeners<string>();
  const broken = lookForBroken(context);
  let before: Look | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  let looks = 0;
  let looking: Promise<void> = Promise.resolve();
  let last: Promise<void> = Promise.resolve();
  let wake = new AbortController();

  /** Makes the streams, then looks at them every two seconds and after each reconnect. */
  async function start(): Promise<void> {
    const found = await look(context);
    const verdict = verdictOn(streams.wanted(), PARTS, null, found);
    // Those that are missing are made; what cannot be used has to go first.
    await makeWhole(verdict.act === 'lost' ? verdict.remake : [], found);
    link.onConnection(() => {
      // The server may have been killed.
      looks = 0;
      wake.abort();
    });
    looking = run();
  }

  async function run(): Promise<void> {
    while (!link.closed) {
      wake = new AbortController();
      await sleep(EVERY_MS, undefined, { signal: wake.signal }).catch(() => {});
      if (!link.connected) continue;
      // No answer says nothing about the streams.
      await inTurn(lookNow).catch(() => sleep(100));
    }
  }

  /** One at a time. */
  function inTurn(act: () => Promise<void>): Promise<void> {
    const acting = last.then(act);
    last = acting.catch(() => {});
    return acting;
  }

  async function lookNow(): Promise<void> {
    const now = await look(context);
    const work = verdictOn(streams.wanted(), WORK, before, now);
    const files = verdictOn(streams.wanted(), FILES, before, now);
    const verdicts = [work, files];
    if (verdicts.every(({ act }) => act === 'nothing')) {
      before = now;
      if (looks++ % SWEEP_EVERY === 0) await sweepUp(context);
      return;
    }
    await makeWhole(
      verdicts.flatMap((verdict) => (verdict.act === 'lost' ? verdict.remake : [])),
      now,
    );
    if (work.act === 'lost') tellLost(work.reason);
    if (files.act === 'lost') filesLost.tell(files.reason);
  }

  /** Jobs are made again from the store, contents too; of results that nobody pulled, the trials run again. */
  async function mendNow(): Promise<void> {
    const found = await broken();
    if (found.length === 0) return;
    const parts = found.map(({ part }) => part);
    await makeWhole(parts, Object.fromEntries(found.map((one) => [one.part, one])));
    const isFile = (part: Part) => (FILES as readonly Part[]).includes(part);
    const losing = found.filter(({ loses }) => loses).map(({ part }) => part);
    const reason = `${parts.map((part) => names.streams[part]).join(', ')} took nothing any more`;
    if (losing.some((part) => !isFile(part))) tellLost(reason);
    if (losing.some(isFile)) filesLost.tell(reason);
  }

  /** Makes what is missing, and `remakes` anew. `seen`: a stream that was made anew since is left as it is. */
  async function makeWhole(
    remakes: readonly Remake[],
    seen: { readonly [P in Part]?: { readonly created: string } | null },
  ): Promise<void> {
    for (const remake of remakes) {
      if (remake === 'recorder' || remake === 'results') disownResults();
      if (remake === 'recorder') await streams.removeRecorder();
      else await streams.remove(remake, seen[remake]?.created);
    }
    await streams.ensure();
    before = await look(context);
  }

  function tellLost(reason: string): void {
    toldAt = performance.now();
    lost.tell(reason);
  }

  return {
    lost,
    filesLost,
    start,
    /** Not again soon: many workers may miss the same, and putting it takes time. */
    tellContentLost(): void {
      if (performance.now() - toldAt > TELL_AGAIN_MS) tellLost('a content is missing');
    },
    /** The contents that others put are lost with it. */
    async makeContentsAnew(): Promise<void> {
      await streams.remove('contents');
      await inTurn(lookNow);
    },
    /** Makes anew what takes nothing any more. */
    mend: () => inTurn(mendNow),
    /** Once the link is closed. */
    async stop(): Promise<void> {
      wake.abort();
      await looking;
    },
  };
}
