/**
 * The Bus port: jobs to workers, results and progress back, control to all, data sets by content hash.
 * It is transport. Whoever needs a message to survive keeps it in the store; jobs may arrive twice and in any order.
 */

import type { Control, Job, Presence, Progress, ResultMessage } from './messages.ts';
import type { TrialFiles } from './trial-files.ts';

/** A message handed to one consumer, which must settle it once. */
export interface Delivery<T> {
  readonly message: T;
  /** Done: never deliver it again. */
  ack(): Promise<void>;
  /** Give it back for another consumer, after `delayMs`. */
  nak(delayMs?: number): Promise<void>;
  /** Still at work: do not deliver it to another yet. */
  working(): Promise<void>;
}

/** What a consumer of jobs has to offer. */
export interface Offer {
  /** Jobs that require others are left for other workers. */
  readonly labels?: readonly string[];
  /** Jobs that require none of these labels are left as well; none: it takes jobs that require nothing too. */
  readonly among?: readonly string[];
  /** Seeds of the data at hand; a bus that can choose gives jobs on those, but leaves none for ever. */
  readonly held?: ReadonlySet<string>;
}

/** A message that could not be read; it is gone from the bus. */
export interface BadMessage {
  readonly kind: 'job' | 'result' | 'progress' | 'presence' | 'control';
  readonly reason: string;
  /** As it came, cut where it is long. */
  readonly text: string;
}

/** How long a request should wait, or how far apart requests should be, in milliseconds: some buses charge for each. */
interface Pace {
  /** For a first job. */
  readonly jobsMs: number;
  /** For a first result. */
  readonly resultsMs: number;
  /** Between two of the same question. */
  readonly askMs: number;
}

export interface Bus {
  /** Whether jobs and results outlive this process. */
  readonly lasting: boolean;
  readonly pace: Pace;
  /** False while there is no connection; what is published then is kept and sent later. */
  readonly connected: boolean;

  /** Waits while the queue is full (back-pressure); the queue is short on purpose. */
  publishJob(job: Job): Promise<void>;
  /** Up to `max` jobs, waiting at most `waitMs` for the first. Empty when none came or the bus closed. */
  pullJobs(max: number, waitMs: number, offer?: Offer): Promise<Delivery<Job>[]>;
  /** Takes back jobs of a sweep that no worker has pulled; returns them. */
  purgeJobs(sweepId: number): Promise<Job[]>;
  /** Makes sure that jobs with these ids are not delivered (again), where the bus still has them. */
  retractJobs(ids: readonly string[]): Promise<void>;
  /** Jobs and results that are not acknowledged: those that wait, and those that somebody has. */
  messagesLeft(): Promise<number>;
  /** The queue was found gone or useless and was made anew: jobs and contents published before may be lost. */
  onQueueLost(listener: (reason: string) => void): () => void;
  /** Files that trials left may be lost, for good. */
  onFilesLost(listener: (reason: string) => void): () => void;
  /** Why what is given to the bus is not taken, though there is a connection: for people, none while all is well. */
  readonly troubles: readonly string[];
  onTrouble(listener: (troubles: readonly string[]) => void): () => void;
  /**
   * For the one coordinator that leads, while it or a worker has trouble: makes anew what takes nothing any more, and
   * tells `onQueueLost` where that loses anything. It may fail; what is wrong then stands in `troubles`.
   */
  mend(): Promise<void>;

  publishResult(result: ResultMessage): Promise<void>;
  pullResults(max: number, waitMs: number): Promise<Delivery<ResultMessage>[]>;

  /** Fire and forget; may be lost. */
  publishProgress(progress: Progress): void;
  onProgress(listener: (progress: Progress) => void): () => void;
  /** From each worker every `PRESENCE_MS`: who is there and at work on what. Fire and forget. */
  publishPresence(presence: Presence): void;
  onPresence(listener: (presence: Presence) => void): () => void;
  publishControl(control: Control): void;
  onControl(listener: (control: Control) => void): () => void;

  /** Stores bytes under their SHA-256 (hex), which it verifies; a second put of the same is free. */
  putContent(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Null where nobody put it. */
  getContent(sha256: string): Promise<Uint8Array | null>;

  /** What trials of programs leave. */
  readonly files: TrialFiles;

  /** What came over the bus and could not be read. */
  onBadMessage(listener: (bad: BadMessage) => void): () => void;
  onConnection(listener: (connected: boolean) => void): () => void;

  close(): Promise<void>;
}
