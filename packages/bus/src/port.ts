/**
 * The Bus port: jobs to workers, results and progress back, control to all, data sets by content hash.
 * It is transport. Whoever needs a message to survive keeps it in the store; jobs may arrive twice and in any order.
 */

import type { Control, Job, Progress, ResultMessage } from './messages.ts';

/** A message handed to one consumer, which must settle it once. */
export interface Delivery<T> {
  readonly message: T;
  /** How often this message has been delivered, from 1. */
  readonly delivery: number;
  /** Done: never deliver it again. */
  ack(): Promise<void>;
  /** Give it back for another consumer, after `delayMs`. */
  nak(delayMs?: number): Promise<void>;
  /** Still at work: do not deliver it to another yet. */
  working(): Promise<void>;
}

export interface Bus {
  /** Waits while the queue is full (back-pressure); the queue is short on purpose. */
  publishJob(job: Job): Promise<void>;
  /**
   * Up to `max` jobs, waiting at most `waitMs` for the first. Empty when none came or the bus closed. `held`: seeds of
   * the data that the consumer has at hand; a bus that can choose gives it jobs on those, but leaves none for ever.
   */
  pullJobs(max: number, waitMs: number, held?: ReadonlySet<string>): Promise<Delivery<Job>[]>;
  /** Takes back jobs of a sweep that no worker has pulled; returns them. */
  purgeJobs(sweepId: number): Promise<Job[]>;

  publishResult(result: ResultMessage): Promise<void>;
  pullResults(max: number, waitMs: number): Promise<Delivery<ResultMessage>[]>;

  /** Fire and forget; may be lost. */
  publishProgress(progress: Progress): void;
  onProgress(listener: (progress: Progress) => void): () => void;
  publishControl(control: Control): void;
  onControl(listener: (control: Control) => void): () => void;

  /** Stores bytes under their SHA-256 (hex), which it verifies; a second put of the same is free. */
  putContent(sha256: string, bytes: Uint8Array): Promise<void>;
  /** Null where nobody put it. */
  getContent(sha256: string): Promise<Uint8Array | null>;

  close(): Promise<void>;
}
