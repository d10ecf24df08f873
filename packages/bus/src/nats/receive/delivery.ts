import type { Msg } from '@nats-io/transport-node';
import type { Delivery } from '../../port.ts';
import type { Link } from '../connection/link.ts';

/*
 * Acknowledgements are sent without waiting for the server's answer, which would cost another round trip. One that is
 * lost with its connection has the message delivered again after its wait: a job is then run twice, or a result
 * recorded twice, and both are the same to the last bit.
 */

export function deliver<T>(link: Link, { reply }: Msg, message: T): Delivery<T> {
  let settled = false;
  const settle = async (how: string) => {
    if (settled) return;
    settled = true;
    link.send(reply!, how);
  };
  return {
    message,
    ack: () => settle('+ACK'),
    nak: (delayMs) => settle(nakAfter(delayMs)),
    working: async () => {
      // Kept for later it would be void.
      if (!settled && link.connected) link.send(reply!, '+WPI');
    },
  };
}

const nakAfter = (delayMs = 0): string =>
  delayMs > 0 ? `-NAK {"delay": ${Math.round(delayMs * 1e6)}}` : '-NAK';

/** For another consumer, at once. */
export const giveBack = (link: Link, { reply }: Msg): void => link.send(reply!, nakAfter());

/** It is of no use to anyone. */
export const terminate = (link: Link, { reply }: Msg): void => link.send(reply!, '+TERM');
