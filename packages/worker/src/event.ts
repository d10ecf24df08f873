/** What happens to a worker, for logs and metrics. */

import type { LetGo, ResultMessage } from '@latentsweep/bus';
import type { Tally, WorkerState } from './tally.ts';

interface AboutJob {
  readonly jobId: string;
  readonly sweepId: number;
}

export type WorkerEvent =
  /** A thread is about to get the job. */
  | ({ readonly kind: 'started'; readonly trials: number; readonly epochs: number } & AboutJob)
  /** The trial's result is with the bus. */
  | ({
      readonly kind: 'ended';
      readonly trialId: number;
      readonly outcome: ResultMessage['result']['outcome'];
      readonly durationMs: number;
    } & AboutJob)
  /** This worker cannot run the job. */
  | ({ readonly kind: 'declined'; readonly reason: string } & AboutJob)
  /** The thread died at the job, or between jobs (null). */
  | {
      readonly kind: 'crashed';
      readonly jobId: string | null;
      readonly trialIds: readonly number[];
      readonly reason: string;
    }
  /** The job went back to the bus unfinished, for another worker. */
  | ({ readonly kind: 'given_back'; readonly reason: string } & AboutJob)
  /** The coordinator asked for it. */
  | ({ readonly kind: 'released'; readonly trialIds: readonly number[]; readonly why: LetGo } & AboutJob)
  /** The bus did not take a result, or the end of a job: its trials will run again. */
  | ({ readonly kind: 'not_delivered'; readonly reason: string } & AboutJob)
  /** A device and a CPU have not the same results of these trials: the CPU's stand, and the store raises the alarm. */
  | { readonly kind: 'device_differs'; readonly trialIds: readonly number[]; readonly device: string }
  /** Whether a device trains beside the threads, and if not, why (null: it does). */
  | {
      readonly kind: 'device';
      readonly device: string | null;
      readonly reason: string | null;
      /** What is to be known of it, in sentences. */
      readonly note?: string;
    }
  /** A device can't be had any more, or is not trusted: a CPU goes on in its place. */
  | { readonly kind: 'device_given_up'; readonly device: string; readonly reason: string }
  | { readonly kind: 'connection'; readonly connected: boolean }
  /** The bus does not take results, though there is a connection; null: it does again. */
  | { readonly kind: 'bus_trouble'; readonly reason: string | null }
  /** What came over the bus was refused: of another version, for one. Told again where the reason is another. */
  | { readonly kind: 'bad_message'; readonly reason: string }
  | { readonly kind: 'state'; readonly state: WorkerState }
  /** The folder of data sets cannot be used; training goes on without it. */
  | { readonly kind: 'cache_failed'; readonly reason: string };

export interface WorkerStats extends Readonly<Pick<Tally, 'state' | 'busy' | 'unsent' | 'done'>> {
  readonly connected: boolean;
  /** Whether the bus, though connected, takes no results. */
  readonly troubled: boolean;
  readonly slots: number;
  /** Jobs pulled and not settled. */
  readonly held: number;
  /** Since the bus last answered a request for jobs; null before the first. */
  readonly lastPullMs: number | null;
}
