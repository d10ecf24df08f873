import { createInbox, type Msg, nanos } from '@nats-io/transport-node';
import type { Link } from '../connection/link.ts';
import { giveBack } from './delivery.ts';

export interface Pulled {
  readonly messages: readonly Msg[];
  /** It did not answer: the consumer, its stream or the connection is gone (nats-server 2.9 tells none of these). */
  readonly missing: boolean;
}

/** How long after the end of its time a request without an answer is given up. */
const GRACE_MS = 1000;
const HEARTBEAT = 100;
/** No responders; the consumer was deleted, or takes no more requests. */
const GONE: readonly number[] = [503, 409];

/**
 * One pull request: up to `max` messages, as soon as there are any; waits `waitMs` for the first.
 *
 * With `no_wait` and `expires` together the server keeps the request until it can deliver something, and then ends it
 * at once with status 408: one request, no polling, and nothing that is delivered after it was given up. What is, as
 * `stop` ended the request or a connection was lost, is given back.
 */
export function pull(
  link: Link,
  stream: string,
  consumer: string,
  { max, waitMs, stop }: PullRequest,
): Promise<Pulled> {
  const { nc } = link;
  if (link.closed || nc.isClosed()) return Promise.resolve({ messages: [], missing: true });
  const messages: Msg[] = [];
  return new Promise((resolve) => {
    let ended = false;
    const subscription = nc.subscribe(createInbox(link.inboxPrefix), {
      callback: (error, message) => {
        if (error) return end({ missing: true, answered: true });
        if (message.reply && ended) return giveBack(link, message);
        if (message.reply) messages.push(message);
        const status = message.headers?.code ?? 0;
        if (messages.length === max) end({ missing: false, answered: true });
        else if (!message.reply && status !== HEARTBEAT)
          end({ missing: GONE.includes(status), answered: true });
      },
    });
    const end = ({ missing, answered }: { missing: boolean; answered: boolean }) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      forgetCut();
      stop?.removeEventListener('abort', stopped);
      // A drain, unlike an unsubscribe, still hears what is on its way, for another round trip.
      if (answered || !link.connected) subscription.unsubscribe();
      else subscription.drain().catch(() => {});
      resolve({ messages, missing });
    };
    const stopped = () => end({ missing: false, answered: false });
    const timer = setTimeout(() => end({ missing: true, answered: false }), waitMs + GRACE_MS);
    const forgetCut = link.onCut(() => end({ missing: true, answered: false }));
    stop?.addEventListener('abort', stopped);
    const expires = nanos(Math.round(waitMs));
    const request = { batch: max, no_wait: true, ...(expires > 0 && { expires }) };
    nc.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, JSON.stringify(request), {
      reply: subscription.getSubject(),
    });
  });
}

export interface PullRequest {
  readonly max: number;
  readonly waitMs: number;
  readonly stop?: AbortSignal | undefined;
}
