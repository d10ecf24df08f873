import { jetstreamManager } from '@nats-io/jetstream';
import { connectToNats } from './connect.ts';
import { refusal } from './link.ts';
import { namesFor } from './names.ts';
import { type NatsOptions, type NatsRole, withDefaults } from './options.ts';
import { Streams } from './streams.ts';

export interface NatsInspection {
  /** Of the server. */
  readonly version: string;
  readonly jetStream: boolean;
  /** The most that these credentials allow, where the server says so; null: not even what a worker does. */
  readonly role: NatsRole | null;
  /** Those that a coordinator makes: what is in them, or null for one that is missing. Null: not allowed to look. */
  readonly streams:
    | readonly {
        readonly name: string;
        readonly found: {
          readonly messages: number;
          readonly storage: string;
          readonly replicas: number;
        } | null;
      }[]
    | null;
}

const TIMEOUT_MS = 3000;
const ROLES = ['coordinator', 'reader', 'worker'] as const;

/** Looks at a NATS server and changes nothing. Throws what `openNatsBus` throws where it cannot be reached. */
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
    const { jobsStream, resultsStream, contentsStream } = names;
    if (options.role === 'worker') {
      const request = { timeout: TIMEOUT_MS };
      await nc.request(`$JS.API.CONSUMER.NAMES.${jobsStream}`, '{"offset":0}', request);
      return { ...server, role: 'worker', streams: null };
    }
    const infos = await new Streams(jsm, names, settings).infos();
    const streams = [jobsStream, resultsStream, contentsStream].map((name, i) => {
      const info = infos[i];
      if (!info) return { name, found: null };
      const { state, config } = info;
      const { storage, num_replicas: replicas } = config;
      return { name, found: { messages: state.messages, storage, replicas } };
    });
    return { ...server, role: options.role, streams };
  } catch (error) {
    if (!refusal(error) && !/timeout/i.test(String(error))) throw error;
    return { version: nc.info?.version ?? 'unknown', jetStream: true, role: null, streams: null };
  } finally {
    await nc.close();
  }
}
