import type { ObjectInfo } from '@nats-io/obj';
import { errors, type Msg } from '@nats-io/transport-node';
import type { NatsContext } from '../context.ts';

const TIMEOUT_MS = 5000;

/**
 * Reads an object of the object store chunk by chunk with direct gets. The client's own way makes a consumer, which a
 * worker is not allowed (see `natsPermissions`), and waits for chunks that are lost.
 */
export async function getObject(
  { link, names }: Pick<NatsContext, 'link' | 'names'>,
  name: string,
): Promise<Uint8Array | 'absent' | 'broken'> {
  const bucket = names.contentsBucket;
  const get = (subject: string, request: string) =>
    direct(link, `$JS.API.DIRECT.GET.${names.streams.contents}${subject}`, request);
  const described = await get(`.$O.${bucket}.M.${base64(name)}`, '');
  if (described === null) return 'absent';
  const info = described.json<ObjectInfo>();
  if (info.deleted) return 'absent';
  const bytes = new Uint8Array(info.size);
  let at = 0;
  let seq = 1;
  for (let chunk = 0; chunk < info.chunks; chunk++) {
    const next = { seq, next_by_subj: `$O.${bucket}.C.${info.nuid}` };
    const message = await get('', JSON.stringify(next));
    if (message === null || at + message.data.length > info.size) return 'broken';
    bytes.set(message.data, at);
    at += message.data.length;
    seq = Number(message.headers?.get('Nats-Sequence')) + 1;
  }
  return at === info.size ? bytes : 'broken';
}

/** Null where there is no such message, or no stream. */
async function direct(link: NatsContext['link'], subject: string, request: string): Promise<Msg | null> {
  try {
    const message = await link.request(subject, request, { timeout: TIMEOUT_MS });
    return message.headers?.code ? null : message;
  } catch (error) {
    if (error instanceof errors.RequestError && error.isNoResponders()) return null;
    throw error;
  }
}

/** With padding, as NATS does. */
const base64 = (text: string) =>
  Buffer.from(text).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
