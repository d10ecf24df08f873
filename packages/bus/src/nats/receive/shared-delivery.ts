import type { Msg } from '@nats-io/transport-node';
import type { Delivery } from '../../port.ts';
import type { Link } from '../connection/link.ts';
import { deliver } from './delivery.ts';

/**
 * Several messages that came as one. It is acknowledged when all of them are; when one is given back, all come again
 * (whoever acknowledged some gets those twice). Nothing is said of a message that is not ours any more.
 */
export function shareDelivery<T>(
  link: Link,
  message: Msg,
  parts: readonly T[],
  isOurs: () => boolean,
): Delivery<T>[] {
  const whole = deliver(link, message, null);
  let open = parts.length;
  let delayMs: number | null = null;
  return parts.map((part) => {
    let settled = false;
    const settle = async (nakMs: number | null) => {
      if (settled) return;
      settled = true;
      open -= 1;
      if (nakMs !== null) delayMs = Math.max(delayMs ?? 0, nakMs);
      if (open === 0 && isOurs()) await (delayMs === null ? whole.ack() : whole.nak(delayMs));
    };
    return {
      message: part,
      ack: () => settle(null),
      nak: (ms = 0) => settle(ms),
      async working() {
        if (isOurs()) await whole.working();
      },
    };
  });
}
