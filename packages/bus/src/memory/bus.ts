import { checkControl, checkJob, checkPresence, checkProgress, checkResult } from '../check.ts';
import { closedError } from '../closed.ts';
import { checkContent } from '../content.ts';
import { Listeners } from '../listeners.ts';
import type { Control, Job, Presence, Progress, ResultMessage } from '../messages.ts';
import type { Bus } from '../port.ts';
import { memoryFiles } from './files.ts';
import { DeliveryQueue } from './queue.ts';

export interface MemoryBusOptions {
  /** Jobs that may wait for a worker at once. */
  readonly queueLimit?: number;
  /** A message that is neither settled nor reported as worked on for this long is delivered again. */
  readonly ackWaitMs?: number;
  /** As of a bus that outlives its coordinators and workers: whoever is given it next finds what was left. */
  readonly lasting?: boolean;
}

export interface MemoryBus extends Bus {
  /** As a server that comes back without its data: jobs that wait are gone, and coordinators are told why. */
  loseQueue(reason: string): void;
}

/** What can't happen here is never told. */
const silent = () => () => {};

/** The bus of one process. */
export function createMemoryBus(options: MemoryBusOptions = {}): MemoryBus {
  const { queueLimit = 1024, ackWaitMs = 30_000, lasting = false } = options;
  const jobs = new DeliveryQueue<Job>({ limit: queueLimit, ackWaitMs }, ({ seed }) => seed);
  // Never full: as many results wait as trials are at work, and the coordinator bounds those.
  const results = new DeliveryQueue<ResultMessage>({ limit: Number.POSITIVE_INFINITY, ackWaitMs });
  const progress = new Listeners<Progress>();
  const presence = new Listeners<Presence>();
  const control = new Listeners<Control>();
  const losses = new Listeners<string>();
  const contents = new Map<string, Uint8Array>();

  return {
    lasting,
    pace: { jobsMs: 200, resultsMs: 50, askMs: 50 },
    connected: true,

    async publishJob(job) {
      if (!(await jobs.push(checkJob(job)))) throw closedError();
    },
    pullJobs(max, waitMs, { labels = [], among, held } = {}) {
      const accepts = ({ requires }: Job) =>
        requires.every((label) => labels.includes(label)) &&
        (among === undefined || among.some((label) => requires.includes(label)));
      return jobs.pull(max, waitMs, { accepts, held });
    },
    purgeJobs: async (sweepId) => jobs.purge((job) => job.sweepId === sweepId),
    async retractJobs(ids) {
      const retracted = new Set(ids);
      jobs.retract(({ id }) => retracted.has(id));
    },
    messagesLeft: async () => jobs.size + results.size,
    onQueueLost: (listener) => losses.add(listener),
    onFilesLost: silent,
    loseQueue(reason) {
      jobs.purge(() => true);
      losses.tell(reason);
    },
    troubles: [],
    onTrouble: silent,
    mend: async () => {},

    async publishResult(result) {
      if (!(await results.push(checkResult(result)))) throw closedError();
    },
    pullResults: (max, waitMs) => results.pull(max, waitMs),

    publishProgress: (message) => progress.tell(checkProgress(message)),
    onProgress: (listener) => progress.add(listener),
    publishPresence: (message) => presence.tell(checkPresence(message)),
    onPresence: (listener) => presence.add(listener),
    publishControl: (message) => control.tell(checkControl(message)),
    onControl: (listener) => control.add(listener),

    async putContent(sha256, bytes) {
      if (contents.has(sha256)) return;
      checkContent(sha256, bytes);
      contents.set(sha256, bytes);
    },
    getContent: async (sha256) => contents.get(sha256) ?? null,
    files: memoryFiles(),

    onBadMessage: silent,
    onConnection: silent,

    async close() {
      jobs.close();
      results.close();
      for (const listeners of [progress, presence, control, losses]) listeners.clear();
      contents.clear();
    },
  };
}
