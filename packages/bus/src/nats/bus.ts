import { InputError, LatentsweepError } from '@latentsweep/core';
import { jetstreamManager } from '@nats-io/jetstream';
import { checkControl, checkPresence } from '../check.ts';
import type { Bus } from '../port.ts';
import { encode } from '../wire.ts';
import { connectToNats } from './connection/connect.ts';
import { Link } from './connection/link.ts';
import { patiently } from './connection/patiently.ts';
import { natsContents } from './contents/contents.ts';
import type { NatsContext } from './context.ts';
import { natsFiles } from './files/files.ts';
import { natsJobs } from './jobs/jobs.ts';
import { purgeIds, purgeSweep } from './jobs/purge.ts';
import { namesFor } from './names.ts';
import { type NatsOptions, withDefaults } from './options.ts';
import { openUptake } from './publish/uptake.ts';
import { Reading } from './receive/reading.ts';
import { resultPress } from './results/result-press.ts';
import { natsResults } from './results/results.ts';
import { keepStreams } from './streams/keeper.ts';
import { unsettled } from './streams/stream-state.ts';
import { natsStreams } from './streams/streams.ts';
import { progressPress } from './topics/progress-press.ts';
import { natsTopics } from './topics/topics.ts';

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
  const reading = new Reading();
  const uptake = openUptake(names.streams.jobs);
  const context: NatsContext = { link, jsm, names, settings, reading, uptake };
  const topics = natsTopics(context);
  const streams = natsStreams(context);
  const makes = role === 'coordinator';
  const jobs = natsJobs(context, async (pool) => {
    if (makes) await streams.ensurePool(pool);
  });
  const results = natsResults(context, streams.recorder);
  const keeper = keepStreams(context, streams, results.disown);
  const press = resultPress(context);
  const progress = progressPress(context);
  const contents = natsContents(context, keeper.makeContentsAnew);

  try {
    await nc.flush();
    topics.demand();
    if (makes) {
      if (!nc.info?.jetstream) throw withoutJetStream();
      await patiently(link, keeper.start, START_PATIENCE_MS);
    }
  } catch (error) {
    await link.close();
    throw error;
  }

  topics.missing.add((sha256) => {
    contents.isMissing(sha256).then(
      (missing) => missing && keeper.tellContentLost(),
      // It is reported again by whoever needs it next.
      () => {},
    );
  });

  return {
    lasting: true,
    pace: { jobsMs: 1000, resultsMs: 500, askMs: 500 },
    get connected() {
      return link.connected;
    },
    get troubles() {
      return uptake.troubles();
    },
    onTrouble: (listener) => uptake.listeners.add(listener),
    onBadMessage: (listener) => reading.bad.add(listener),
    onConnection: (listener) => link.onConnection(listener),

    publishJob: jobs.publishJob,
    pullJobs: jobs.pullJobs,
    purgeJobs: (sweepId) => purgeSweep(context, sweepId),
    retractJobs: (ids) => purgeIds(context, ids),
    messagesLeft: () => patiently(link, () => unsettled(context)),
    onQueueLost: (listener) => keeper.lost.add(listener),
    onFilesLost: (listener) => keeper.filesLost.add(listener),
    mend: keeper.mend,

    publishResult: press.publishResult,
    pullResults: results.pullResults,

    publishProgress: progress.say,
    onProgress: (listener) => topics.progress.add(listener),
    publishPresence(given) {
      const presence = checkPresence(given);
      if (link.connected) link.send(names.presence(name), encode(presence));
    },
    onPresence: (listener) => topics.presence.add(listener),
    publishControl: (control) => link.send(names.control, encode(checkControl(control))),
    onControl: (listener) => topics.control.add(listener),

    putContent: contents.putContent,
    getContent: contents.getContent,
    files: natsFiles(context),

    async close() {
      results.giveBack();
      progress.flush();
      await press.close();
      topics.close();
      uptake.listeners.clear();
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
