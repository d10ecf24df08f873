/** The exam that every bus passes. It assumes no order, allows duplicates and asserts no times. */

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job, Progress, ResultMessage } from './messages.ts';
import type { Bus, Delivery } from './port.ts';

export interface ExamLimits {
  readonly queueLimit: number;
  readonly ackWaitMs: number;
}

const ACK_WAIT_MS = 600;
const SWEEP = 7;

export function examineBus(name: string, open: (limits: ExamLimits) => Promise<Bus>): void {
  describe(`${name} passes the exam of a bus`, () => {
    let bus: Bus;
    beforeEach(async () => {
      bus = await open({ queueLimit: 4, ackWaitMs: ACK_WAIT_MS });
    });
    afterEach(() => bus.close());

    it('delivers a job as it was published, and never again once it is acknowledged', async () => {
      const job = exampleJob(1);
      await bus.publishJob(job);
      const [delivery] = await pullSome(bus);
      expect(delivery?.message).toEqual(job);
      expect(delivery?.delivery).toBe(1);
      await delivery!.ack();
      expect(await bus.pullJobs(1, 1.5 * ACK_WAIT_MS)).toEqual([]);
    });

    it('wakes a consumer that waits for the first job', async () => {
      const pulled = bus.pullJobs(2, 10_000);
      await bus.publishJob(exampleJob(1));
      expect((await pulled).map(({ message }) => message.id)).toEqual(['7.1.1']);
    });

    it('hands out no more than asked for', async () => {
      for (let trial = 1; trial <= 3; trial++) await bus.publishJob(exampleJob(trial));
      expect((await bus.pullJobs(2, 1000)).length).toBeLessThanOrEqual(2);
    });

    it('delivers again what a consumer gives back', async () => {
      await bus.publishJob(exampleJob(1));
      const [first] = await pullSome(bus);
      await first!.nak();
      const [second] = await pullSome(bus);
      expect(second?.message.id).toBe('7.1.1');
      expect(second?.delivery).toBe(2);
      await second!.nak(50);
      const [third] = await pullSome(bus);
      expect(third?.delivery).toBe(3);
      await third!.ack();
    });

    it('delivers again what a consumer that went away never settled', async () => {
      await bus.publishJob(exampleJob(1));
      await pullSome(bus);
      const [again] = await pullSome(bus);
      expect(again?.message.id).toBe('7.1.1');
      await again!.ack();
    });

    it('leaves a job to the consumer that reports to be at work', async () => {
      await bus.publishJob(exampleJob(1));
      const [delivery] = await pullSome(bus);
      const beat = setInterval(() => void delivery!.working(), ACK_WAIT_MS / 20);
      try {
        expect(await bus.pullJobs(1, 2.5 * ACK_WAIT_MS)).toEqual([]);
      } finally {
        clearInterval(beat);
      }
      await delivery!.ack();
    });

    it('makes publishers wait while the queue is full', async () => {
      let published = 0;
      const publishing = Array.from({ length: 12 }, (_, i) =>
        bus.publishJob(exampleJob(i)).then(() => {
          published += 1;
        }),
      );
      await sleep(200);
      expect(published).toBe(4);
      expect(await ackAll(bus, 12)).toEqual(new Set(Array.from({ length: 12 }, (_, i) => exampleJob(i).id)));
      await Promise.all(publishing);
    });

    it('takes back the jobs of one sweep that nobody pulled', async () => {
      await bus.publishJob(exampleJob(1));
      await bus.publishJob({ ...exampleJob(2), sweepId: 8, id: '8.2.1' });
      await bus.publishJob(exampleJob(3));
      const purged = await bus.purgeJobs(SWEEP);
      expect(purged.map(({ id }) => id).sort()).toEqual(['7.1.1', '7.3.1']);
      expect(await ackAll(bus, 1)).toEqual(new Set(['8.2.1']));
      expect(await bus.purgeJobs(SWEEP)).toEqual([]);
    });

    it('loses no job, whatever data consumers hold and however they settle', async () => {
      const someNaks = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 });
      const someSeeds = fc.constantFrom(undefined, new Set<string>(), new Set([seedOf(0), seedOf(2)]));
      await fc.assert(
        fc.asyncProperty(someNaks, someSeeds, async (naks, held) => {
          const publishing = Promise.all(naks.map((_, i) => bus.publishJob(exampleJob(i))));
          const ended = new Set<string>();
          const givenBack = new Map<string, number>();
          while (ended.size < naks.length) {
            for (const delivery of await bus.pullJobs(3, 1000, held)) {
              const { id, milestones } = delivery.message;
              const times = givenBack.get(id) ?? 0;
              if (times < naks[milestones[0]!.trialId]!) {
                givenBack.set(id, times + 1);
                await delivery.nak();
              } else {
                ended.add(id);
                await delivery.ack();
              }
            }
          }
          await publishing;
        }),
        { numRuns: 15 },
      );
    });

    it('carries results, with losses that are no finite numbers', async () => {
      const sent = [exampleResult(1), exampleResult(2)];
      for (const result of sent) await bus.publishResult(result);
      const got: ResultMessage[] = [];
      while (got.length < 2) {
        for (const delivery of await bus.pullResults(10, 1000)) {
          got.push(delivery.message);
          await delivery.ack();
        }
      }
      expect(got.sort((a, b) => a.trialId - b.trialId)).toEqual(sent);
    });

    it('carries progress and control to all who listen, until they stop', async () => {
      const heard: Progress[] = [];
      const stop = bus.onProgress((progress) => heard.push(progress));
      const started: Progress = { v: 1, kind: 'started', jobId: '7.1.1', sweepId: SWEEP, worker: 'w' };
      bus.publishProgress(started);
      await until(() => heard.length > 0);
      expect(heard).toEqual([started]);
      stop();
      const cancelled = Promise.all([1, 2].map(() => new Promise((resolve) => bus.onControl(resolve))));
      bus.publishProgress(started);
      bus.publishControl({ v: 1, action: 'cancel', sweepId: SWEEP });
      expect(await cancelled).toEqual([1, 2].map(() => ({ v: 1, action: 'cancel', sweepId: SWEEP })));
      expect(heard.length).toBe(1);
    });

    it('keeps content under its SHA-256 and refuses another', async () => {
      const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(await bus.getContent(sha256)).toBeNull();
      await bus.putContent(sha256, bytes);
      await bus.putContent(sha256, bytes);
      expect(await bus.getContent(sha256)).toEqual(bytes);
      await expect(bus.putContent('0'.repeat(64), bytes)).rejects.toMatchObject({ code: 'content_mismatch' });
      expect(await bus.getContent('0'.repeat(64))).toBeNull();
    });

    it('refuses messages of a version or shape that it does not know', async () => {
      const unknown = { code: 'unknown_message_version' };
      await expect(bus.publishJob({ ...exampleJob(1), v: 2 as 1 })).rejects.toMatchObject(unknown);
      await expect(bus.publishResult({ ...exampleResult(1), v: 0 as 1 })).rejects.toMatchObject(unknown);
      const { seed: _, ...unseeded } = exampleJob(1);
      await expect(bus.publishJob(unseeded as Job)).rejects.toMatchObject({
        code: 'bad_message',
        message: expect.stringContaining("'seed'"),
      });
      expect(() => bus.publishControl({ v: 1, action: 'dance' as 'cancel', sweepId: SWEEP })).toThrow(
        'action',
      );
    });

    it('lets go of those who wait when it closes', async () => {
      const waiting = bus.pullJobs(1, 60_000);
      await bus.close();
      expect(await waiting).toEqual([]);
    });
  });
}

/** A delivery may take longer than one wait on a bus between machines. */
async function pullSome(bus: Bus): Promise<Delivery<Job>[]> {
  for (let tries = 0; tries < 10; tries++) {
    const deliveries = await bus.pullJobs(1, ACK_WAIT_MS);
    if (deliveries.length > 0) return deliveries;
  }
  return [];
}

async function ackAll(bus: Bus, count: number): Promise<Set<string>> {
  const ids = new Set<string>();
  while (ids.size < count) {
    for (const delivery of await bus.pullJobs(3, 1000)) {
      ids.add(delivery.message.id);
      await delivery.ack();
    }
  }
  return ids;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

const seedOf = (replicate: number) => `0000000${replicate}ffffffff`;

function exampleJob(trialId: number): Job {
  return {
    v: 1,
    id: `${SWEEP}.${trialId}.1`,
    sweepId: SWEEP,
    engine: 'reference@1',
    dataset: {
      kind: 'simulated',
      train: 10,
      validation: 5,
      test: 5,
      coefficients: [[1, -1]],
      intercepts: [0],
    },
    config: { arm: 'oversample', epochs: 2, classifier_hidden_sizes: [4] },
    replicate: 0,
    seed: seedOf(trialId % 3),
    milestones: [{ trialId, epochs: 2, attempt: 1 }],
  };
}

function exampleResult(trialId: number): ResultMessage {
  const curve = [0.5, Number.NaN, Number.POSITIVE_INFINITY];
  return {
    v: 1,
    jobId: `${SWEEP}.${trialId}.1`,
    sweepId: SWEEP,
    trialId,
    attempt: 1,
    result: {
      outcome: 'diverged',
      epoch: 2,
      reason: 'The loss is not a finite number.',
      curves: {
        classifier_loss: curve,
        classifier_accuracy: curve,
        val_classifier_loss: curve,
        val_classifier_accuracy: curve,
        vae_loss: [],
        vae_accuracy: [],
        vae_reconstruction: [],
        vae_kl: [],
        vae_prediction: [],
        val_vae_loss: [],
        val_vae_accuracy: [],
      },
    },
    durationMs: 12.5,
    worker: 'w',
  };
}
