import { jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import { connectToNats } from './connection/connect.ts';
import { Link, refusal } from './connection/link.ts';
import { isOlder, writerIn } from './connection/server-version.ts';
import { namesFor } from './names.ts';
import { type NatsOptions, type NatsRole, withDefaults } from './options.ts';
import type { Taken } from './publish/uptake.ts';
import { probe } from './streams/probe.ts';
import { PARTS } from './streams/stream-settings.ts';
import { infoOf } from './streams/stream-state.ts';

export interface NatsInspection {
  /** Of the server. */
  readonly version: string;
  readonly jetStream: boolean;
  /** The most that these credentials allow, where the server says so; null: not even what a worker does. */
  readonly role: NatsRole | null;
  /** Those that a coordinator makes: what is in them, or null for one that is missing. Null: not allowed to look. */
  readonly streams: readonly { readonly name: string; readonly found: Found | null }[] | null;
}

interface Found {
  readonly messages: number;
  readonly storage: string;
  readonly replicas: number;
  /** Why it does not take messages, or give out those that it has; null where nothing is known to be wrong. */
  readonly trouble: string | null;
}

const TIMEOUT_MS = 3000;
/** Of the most bytes that an operator allowed a stream; a message that brings it over is refused. */
const NEARLY_FULL = 0.9;
const ROLES = ['coordinator', 'reader', 'worker'] as const;

/**
 * Looks at a NATS server and changes nothing; with a coordinator's credentials it tries whether the streams store what is
 * published to them, and takes that out again. Throws what `openNatsBus` throws where it cannot be
 * reached.
 */
export async function inspectNats(options: Omit<NatsOptions, 'role'>): Promise<NatsInspection> {
  let seen: NatsInspection | null = null;
  for (const role of ROLES) {
    seen = await inspectAs({ ...options, role });
    if (seen.role !== null || !seen.jetStream) break;
  }
  return seen!;
}

/** Each role has an inbox of its own, so that credentials of another one get no answer. */
async function inspectAs(options: NatsOptions): Promise<NatsInspection> {
  const settings = withDefaults(options);
  const names = namesFor(settings.prefix);
  const nc = await connectToNats(settings);
  try {
    const { version = 'unknown', jetstream = false } = nc.info ?? {};
    const server = { version, jetStream: jetstream };
    if (!jetstream) return { ...server, role: null, streams: null };
    const jsm = await jetstreamManager(nc, { checkAPI: false, timeout: TIMEOUT_MS });
    if (options.role === 'worker') {
      const request = { timeout: TIMEOUT_MS };
      await nc.request(`$JS.API.CONSUMER.NAMES.${names.streams.jobs}`, '{"offset":0}', request);
      return { ...server, role: 'worker', streams: null };
    }
    const context = { link: new Link(nc, names.inbox(options.role, settings.name)), jsm, names };
    const infos = await Promise.all(PARTS.map((part) => infoOf(context, part)));
    const streams = [];
    for (const [i, part] of PARTS.entries()) {
      const info = infos[i];
      // A publish to what it cannot read may hang the server.
      const mayTry = options.role === 'coordinator' && info && misread(info, version) === null;
      const taken = mayTry ? await probe(context, part) : 'stored';
      streams.push({ name: names.streams[part], found: info ? found(info, taken, version) : null });
    }
    return { ...server, role: options.role, streams };
  } catch (error) {
    if (!refusal(error) && !/timeout/i.test(String(error))) throw error;
    return { version: nc.info?.version ?? 'unknown', jetStream: true, role: null, streams: null };
  } finally {
    await nc.close();
  }
}

function found(info: StreamInfo, taken: Taken, version: string): Found {
  const { storage, num_replicas: replicas } = info.config;
  return { messages: info.state.messages, storage, replicas, trouble: troubleOf(info, taken, version) };
}

function troubleOf(info: StreamInfo, taken: Taken, version: string): string | null {
  const newer = misread(info, version);
  if (newer !== null) return newer;
  if (taken === 'no answer')
    return 'it gives no answer to what is published to it: its disk may be full, or was';
  if (taken !== 'stored' && taken.kind !== 'full') return `it stores nothing: ${taken.reason}`;
  const { bytes } = info.state;
  const { max_bytes: most } = info.config;
  return most > 0 && bytes > NEARLY_FULL * most ? `its limit is reached: ${bytes} of ${most} bytes` : null;
}

/** Why this server may not be able to read what it has; null where it is. */
function misread({ state, config }: StreamInfo, version: string): string | null {
  const writer = writerIn(config.description);
  if (Number.isSafeInteger(state.last_seq) && !isOlder(version, writer)) return null;
  return `nats-server ${writer || 'of a newer version'} wrote it, and ${version} may not read it`;
}
