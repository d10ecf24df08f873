import { JetStreamApiError } from '@nats-io/jetstream';
import { codeOf, TOO_MANY_STREAMS } from '../connection/codes.ts';
import type { NatsContext } from '../context.ts';
import { isTimeout, refusalIn } from '../publish/publish.ts';
import { storageOf } from './stream-settings.ts';

const TIMEOUT_MS = 3000;
/** Less than a block of any file system: either all of it is written or nothing. */
const SIZE_BYTES = 2048;

/**
 * Whether the server can store anything at all, tried on a stream of its own: null, or why not. It is to be known before
 * a stream that takes nothing is given up for a new one.
 */
export async function whyNoRoom({ link, jsm, settings }: NatsContext): Promise<string | null> {
  const name = `${settings.prefix}-room`;
  const subject = `${settings.prefix}.room`;
  try {
    await jsm.streams.add({ name, subjects: [subject], storage: storageOf(settings), num_replicas: 1 });
    const answer = await link.request(subject, new Uint8Array(SIZE_BYTES), { timeout: TIMEOUT_MS });
    return refusalIn(answer)?.reason ?? null;
  } catch (error) {
    if (codeOf(error) === TOO_MANY_STREAMS) return null;
    if (error instanceof JetStreamApiError) return error.message;
    if (isTimeout(error)) return 'it does not store what is published to a new stream';
    throw error;
  } finally {
    await jsm.streams.delete(name).catch(() => {});
  }
}
