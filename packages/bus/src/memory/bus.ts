import { createHash } from 'node:crypto';
import { LatentsweepError } from '@latentsweep/core';
import type { Control, Job, Progress, ResultMessage } from '../messages.ts';
import type { Bus } from '../port.ts';
import { checkControl, checkJob, checkProgress, checkResult } from '../schema.ts';
import { DeliveryQueue } from './queue.ts';

export interface MemoryBusOptions {
  /** Jobs that may wait for a worker at once. */
  readonly queueLimit?: number;
  /** A message that is neither settled nor reported as worked on for this long is delivered again. */
  readonly ackWaitMs?: number;
}

/** The bus of one process. */
export function createMemoryBus({ queueLimit = 1024, ackWaitMs = 30_000 }: MemoryBusOptions = {}): Bus {
  const jobs = new DeliveryQueue<Job>({ limit: queueLimit, ackWaitMs }, ({ seed }) => seed);
  // Never full: as many results wait as trials are at work, and the coordinator bounds those.
  const results = new DeliveryQueue<ResultMessage>({ limit: Number.POSITIVE_INFINITY, ackWaitMs });
  const progress = topic<Progress>();
  const control = topic<Control>();
  const contents = new Map<string, Uint8Array>();

  return {
    async publishJob(job) {
      if (!(await jobs.push(checkJob(job)))) throw closed();
    },
    pullJobs: (max, waitMs, held) => jobs.pull(max, waitMs, held),
    purgeJobs: async (sweepId) => jobs.purge((job) => job.sweepId === sweepId),

    async publishResult(result) {
      if (!(await results.push(checkResult(result)))) throw closed();
    },
    pullResults: (max, waitMs) => results.pull(max, waitMs),

    publishProgress: (message) => progress.publish(checkProgress(message)),
    onProgress: progress.subscribe,
    publishControl: (message) => control.publish(checkControl(message)),
    onControl: control.subscribe,

    async putContent(sha256, bytes) {
      if (contents.has(sha256)) return;
      const actual = createHash('sha256').update(bytes).digest('hex');
      if (actual !== sha256) {
        throw new LatentsweepError(
          'content_mismatch',
          `The content announced as ${sha256} has SHA-256 ${actual}.`,
          'Read the data again: the file changed or was damaged on the way.',
        );
      }
      contents.set(sha256, bytes);
    },
    getContent: async (sha256) => contents.get(sha256) ?? null,

    async close() {
      jobs.close();
      results.close();
      progress.close();
      control.close();
      contents.clear();
    },
  };
}

function closed(): LatentsweepError {
  return new LatentsweepError(
    'bus_closed',
    'The bus was closed while a message waited to be published.',
    'Stop publishing before the bus closes.',
  );
}

/** Fire and forget. Listeners run after the publisher, so that they cannot break it. */
function topic<T>() {
  const listeners = new Set<(message: T) => void>();
  return {
    publish(message: T): void {
      for (const listener of listeners) {
        queueMicrotask(() => {
          if (listeners.has(listener)) listener(message);
        });
      }
    },
    subscribe(listener: (message: T) => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => listeners.clear(),
  };
}
