import { createInbox, type Msg, nanos } from '@nats-io/transport-node';
import type { Link } from './link.ts';

export interface Pulled {
  readonly messages: readonly Msg[];
  /** It did not answer: the consumer, its stream or the connection is gone (nats-server 2.9 tells none of these). */
  readonly missing: boolean;
}

/** How long after the end of its time a request without an answer is given up. */
const GRACE_MS = 1000;
const NO_RESPONDERS = 503;
const CONSUMER_GONE = 409;

/**
 * One pull request: up to `max` messages, as soon as there are any; waits `waitMs` for the first.
 *
 * With `no_wait` and `expires` together the server keeps the request until it can deliver something, and then ends it
 * at once with status 408: one request, no polling, and nothing that is delivered after it was given up. What is, as
 * `stop` ended the request or a connection was lost, goes to `late`.
 */
export function pull(
  link: Link,
  stream: string,
  consumer: string,
  { max, waitMs, stop, late }: PullRequest,
): Promise<Pulled> {
  const { nc } = link;
  if (link.closed || nc.isClosed()) return Promise.resolve({ messages: [], missing: true });
  const messages: Msg[] = [];
  return new Promise((resolve) => {
    let ended = false;
    const subscription = nc.subscribe(createInbox(link.inboxPrefix), {
      callback: (error, message) => {
        if (error) return end(true);
        const status = message.headers?.code ?? 0;
        if (message.reply && ended) return late(message);
        if (message.reply) messages.push(message);
        if (messages.length === max) end(false);
        else if (!message.reply && status !== 100) end(status === NO_RESPONDERS || status === CONSUMER_GONE);
      },
    });
    const end = (missing: boolean) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      forgetCut();
      stop?.removeEventListener('abort', stopped);
      // A drain, unlike an unsubscribe, still hears what is on its way.
      if (link.connected && !nc.isClosed()) subscription.drain().catch(() => {});
      else if (!nc.isClosed()) subscription.unsubscribe();
      resolve({ messages, missing });
    };
    const stopped = () => end(false);
    const timer = setTimeout(() => end(true), waitMs + GRACE_MS);
    const forgetCut = link.onCut(() => end(true));
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
  readonly stop?: AbortSignal;
  readonly late: (message: Msg) => void;
}
