import type { ObjectInfo } from '@nats-io/obj';
import type { NatsContext } from '../context.ts';
import { directGet, sequenceOf } from '../direct-get.ts';

/**
 * Reads an object of the object store chunk by chunk with direct gets. The client's own way makes a consumer, which a
 * worker is not allowed (see `natsPermissions`), and waits for chunks that are lost.
 */
export async function getObject(
  { link, names }: Pick<NatsContext, 'link' | 'names'>,
  name: string,
): Promise<Uint8Array | 'absent' | 'broken'> {
  const bucket = names.contentsBucket;
  const stream = names.streams.contents;
  const described = await directGet(link, stream, { last: `$O.${bucket}.M.${base64(name)}` });
  if (described === null) return 'absent';
  const info = described.json<ObjectInfo>();
  if (info.deleted) return 'absent';
  const bytes = new Uint8Array(info.size);
  let at = 0;
  let seq = 1;
  for (let chunk = 0; chunk < info.chunks; chunk++) {
    const message = await directGet(link, stream, { seq, nextBySubject: `$O.${bucket}.C.${info.nuid}` });
    if (message === null || at + message.data.length > info.size) return 'broken';
    bytes.set(message.data, at);
    at += message.data.length;
    seq = sequenceOf(message) + 1;
  }
  return at === info.size ? bytes : 'broken';
}

/** With padding, as NATS does. */
const base64 = (text: string) =>
  Buffer.from(text).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
