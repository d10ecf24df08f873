import { LatentsweepError } from '@latentsweep/core';
import type { Offer } from '../../port.ts';
import type { NatsContext } from '../context.ts';
import { mayPull, poolOfConsumer } from '../names.ts';

const FRESH_MS = 2000;
const TIMEOUT_MS = 2000;

/** The consumers of the jobs stream, one a pool, as a worker has to know them. `make` creates one, where it may. */
export function natsPools({ link, names }: NatsContext, make: (pool: string) => Promise<void>) {
  let known: readonly string[] = [];
  let knownAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  /** False where that is not possible for now. Throws LatentsweepError where it never will be. */
  async function ensure(pool: string): Promise<boolean> {
    try {
      await make(pool);
      return true;
    } catch (error) {
      if (error instanceof LatentsweepError) throw error;
      return false;
    }
  }

  /** Those whose jobs a worker that offers this may run, the most demanding first. */
  async function consumersFor(offer: Omit<Offer, 'held'>): Promise<string[]> {
    const { labels = [] } = offer;
    const age = performance.now() - knownAt;
    if (known.length === 0 || (labels.length > 0 && age > FRESH_MS)) {
      asking ??= ask().finally(() => {
        asking = null;
      });
      await asking;
    }
    const demands = (name: string) => poolOfConsumer(name).split('+').length;
    return known
      .filter((name) => mayPull(poolOfConsumer(name), offer))
      .sort((a, b) => demands(b) - demands(a));
  }

  /** They are no more what they were. */
  function forget(): void {
    known = [];
  }

  async function ask(): Promise<void> {
    const found: string[] = [];
    try {
      for (;;) {
        const request = JSON.stringify({ offset: found.length });
        const subject = `$JS.API.CONSUMER.NAMES.${names.streams.jobs}`;
        const answer = await link.request(subject, request, { timeout: TIMEOUT_MS });
        const { consumers, total } = answer.json<{ consumers?: string[] | null; total?: number }>();
        found.push(...(consumers ?? []));
        if (!consumers || consumers.length === 0 || found.length >= (total ?? 0)) break;
      }
      known = found;
    } catch (error) {
      if (error instanceof LatentsweepError) throw error;
      known = [];
    }
    knownAt = performance.now();
  }

  link.onConnection(forget);
  return { ensure, consumersFor, forget };
}
