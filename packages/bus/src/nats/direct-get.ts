import { errors, type Msg } from '@nats-io/transport-node';
import type { Link } from './connection/link.ts';

const TIMEOUT_MS = 5000;

/**
 * Reads one message of a stream without a consumer, which a worker is not allowed to make (see `natsPermissions`): the last
 * one of a subject, or the next one from a sequence number on. Null where there is none, or no stream.
 */
export async function directGet(
  link: Link,
  stream: string,
  what: { readonly last: string } | { readonly seq: number; readonly nextBySubject: string },
): Promise<Msg | null> {
  const [subject, request] =
    'last' in what
      ? [`.${what.last}`, '']
      : ['', JSON.stringify({ seq: what.seq, next_by_subj: what.nextBySubject })];
  try {
    const message = await link.request(`$JS.API.DIRECT.GET.${stream}${subject}`, request, {
      timeout: TIMEOUT_MS,
    });
    return message.headers?.code ? null : message;
  } catch (error) {
    if (error instanceof errors.RequestError && error.isNoResponders()) return null;
    throw error;
  }
}

/** Where a message stands in its stream. */
export const sequenceOf = (message: Msg): number => Number(message.headers?.get('Nats-Sequence'));
