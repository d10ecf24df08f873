import { InputError, LatentsweepError } from '@latentsweep/core';
import { jetstreamManager } from '@nats-io/jetstream';
import { checkControl, checkPresence } from '../check.ts';
import type { Bus } from '../port.ts';
import { encode } from '../wire.ts';
import { connectToNats } from './connection/connect.ts';
import { Link } from './connection/link.ts';
import { patiently } from './connection/patiently.ts';
import { NatsContents } from './contents/contents.ts';
import { NatsJobs } from './jobs/jobs.ts';
import { Pools } from './jobs/pools.ts';
import { purgeIds, purgeSweep } from './jobs/purge.ts';
import { namesFor } from './names.ts';
import { type NatsOptions, withDefaults } from './options.ts';
import { Uptake } from './publish/uptake.ts';
import { Reading } from './receive/reading.ts';
import { ResultPress } from './results/result-press.ts';
import { NatsResults } from './results/results.ts';
import { Keeper } from './streams/keeper.ts';
import { Mending } from './streams/mending.ts';
import { StreamState } from './streams/stream-state.ts';
import { Streams } from './streams/streams.ts';
import { ProgressPress } from './topics/progress-press.ts';
import { NatsTopics } from './topics/topics.ts';

const JETSTREAM_TIMEOUT_MS = 5000;
/** For JetStream to be ready, when its server has just started. */
const START_PATIENCE_MS = 15_000;

/**
 * The bus on NATS JetStream, for a coordinator, a worker or a reader. The coordinator makes the streams and keeps them
 * there; a worker or a reader may come before it.
 * Throws InputError, or LatentsweepError: `bus_unreachable`, `bus_refused`, `bus_without_jetstream`,
 * `bus_misconfigured`. Once connected it never gives up: what is published waits for the connection to come back.
 */
export async function openNatsBus(options: NatsOptions): Promise<Bus> {
  const settings = withDefaults(options);
  const { prefix, role, name } = settings;
  checkPrefix(prefix);
  const names = namesFor(prefix);
  const nc = await connectToNats(settings);
  const link = new Link(nc, names.inbox(role, name));
  const jsm = await jetstreamManager(nc, { checkAPI: false, timeout: JETSTREAM_TIMEOUT_MS });
  // In a cluster, which server a stream is on is not known.
  const version = () => (nc.info?.cluster ? '' : link.version);
  const streams = new Streams(jsm, names, settings, version);
  const state = new StreamState(jsm, names);
  const reading = new Reading();
  const uptake = new Uptake(names.jobsStream);
  const topics = new NatsTopics(link, names, role, reading);
  const makes = role === 'coordinator';
  const pools = new Pools(link, names, async (pool) => {
    if (makes) await streams.ensurePool(pool);
  });
  const jobs = new NatsJobs(link, names, pools, reading, uptake);
  const results = new NatsResults(link, names, () => streams.recorder, reading);
  const mending = new Mending({ link, jsm, names, settings, state, uptake });
  const keeper = new Keeper({ link, streams, state, mending, disownResults: () => results.disown() });
  const press = new ResultPress(link, uptake, { stream: names.resultsStream, subject: names.results(name) });
  const progress = new ProgressPress(link, names.progress(name));
  const contents = new NatsContents(link, names, uptake, {
    reportMissing: (sha256) => link.send(names.missing(name), sha256),
    makeAnew: () => keeper.makeContentsAnew(),
  });

  try {
    await nc.flush();
    topics.demand();
    if (makes) await startKeeping();
  } catch (error) {
    await link.close();
    throw error;
  }

  async function startKeeping(): Promise<void> {
    if (!nc.info?.jetstream) throw withoutJetStream();
    await patiently(link, () => keeper.start(), START_PATIENCE_MS);
    topics.onMissing((sha256) => {
      contents.isMissing(sha256).then(
        (missing) => missing && keeper.tellContentLost(),
        // It is reported again by whoever needs it next.
        () => {},
      );
    });
  }

  return {
    lasting: true,
    pace: { jobsMs: 1000, resultsMs: 500, askMs: 500 },
    get connected() {
      return link.connected;
    },

    publishJob: (job) => jobs.publish(job),
    pullJobs: (max, waitMs, offer) => jobs.pull(max, waitMs, offer),
    purgeJobs: (sweepId) => purgeSweep(link, jsm, names, sweepId),
    retractJobs: (ids) => purgeIds(link, jsm, names, ids),
    messagesLeft: () => patiently(link, () => state.unsettled()),
    onQueueLost: (listener) => keeper.onLost(listener),
    get troubles() {
      return uptake.troubles;
    },
    onTrouble: (listener) => uptake.onTrouble(listener),
    mend: () => keeper.mend(),

    publishResult: (result) => press.publish(result),
    pullResults: (max, waitMs) => results.pull(max, waitMs),

    publishProgress: (given) => progress.say(given),
    onProgress: topics.onProgress,
    publishPresence(given) {
      const presence = checkPresence(given);
      if (link.connected) link.send(names.presence(name), encode(presence));
    },
    onPresence: topics.onPresence,
    publishControl: (control) => link.send(names.control, encode(checkControl(control))),
    onControl: topics.onControl,

    putContent: (sha256, bytes) => contents.put(sha256, bytes),
    getContent: (sha256) => contents.get(sha256),

    onBadMessage: (listener) => reading.onBadMessage(listener),
    onConnection: (listener) => link.onConnection(listener),

    async close() {
      results.giveBack();
      progress.flush();
      await press.close(link.connected);
      topics.close();
      uptake.close();
      await link.close();
      await keeper.stop();
    },
  };
}

function checkPrefix(prefix: string): void {
  if (/^[A-Za-z0-9_-]+$/.test(prefix)) return;
  throw new InputError(
    'bad_bus_prefix',
    `The names on the bus cannot start with '${prefix}'.`,
    "Give `prefix` letters, digits, '-' and '_' only.",
  );
}

function withoutJetStream(): LatentsweepError {
  return new LatentsweepError(
    'bus_without_jetstream',
    'The NATS server has no JetStream, which keeps jobs and results.',
    'Start it with `nats-server -js`, or put `jetstream {}` into its configuration.',
  );
}
