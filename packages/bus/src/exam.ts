/** The exam that every bus passes. It assumes no order, allows duplicates and asserts no times. */

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleJob, exampleResult, seedOf } from './fixtures/examples.ts';
import type { Job, Presence, Progress, ResultMessage } from './messages.ts';
import type { Bus, Delivery, Offer } from './port.ts';
import type { Pieces, ReadableFile } from './trial-files.ts';

export interface ExamLimits {
  readonly queueLimit: number;
  readonly ackWaitMs: number;
}

/** A delivery may take so long on a bus between machines. */
const DELIVERY_MS = 600;
const SWEEP = 7;

/** The ends of one bus, which may be the same. */
export interface Ends {
  readonly coordinator: Bus;
  /** Its name is `w`. */
  readonly worker: Bus;
}

/** `ackWaitMs`: after which a message is delivered again, as long as the bus needs it to be. */
export function examineBus(
  name: string,
  open: (limits: ExamLimits) => Promise<Ends>,
  { ackWaitMs = 600 }: { readonly ackWaitMs?: number } = {},
): void {
  describe(`${name} passes the exam of a bus`, () => {
    let coordinator: Bus;
    let worker: Bus;
    beforeEach(async () => {
      ({ coordinator, worker } = await open({ queueLimit: 4, ackWaitMs }));
    });
    afterEach(async () => {
      await worker.close();
      await coordinator.close();
    });

    it('delivers a job as it was published, and never again once it is acknowledged', async () => {
      const job = exampleJob(1);
      await coordinator.publishJob(job);
      const [delivery] = await pullSome(worker);
      expect(delivery?.message).toEqual(job);
      await delivery!.ack();
      expect(await worker.pullJobs(1, 1.5 * ackWaitMs)).toEqual([]);
    });

    it('wakes a consumer that waits for the first job', async () => {
      const pulled = worker.pullJobs(2, 10_000);
      await coordinator.publishJob(exampleJob(1));
      expect((await pulled).map(({ message }) => message.id)).toEqual(['7.1.1']);
    });

    it('hands out no more than asked for', async () => {
      for (let trial = 1; trial <= 3; trial++) await coordinator.publishJob(exampleJob(trial));
      expect((await worker.pullJobs(2, 1000)).length).toBeLessThanOrEqual(2);
    });

    it('delivers again what a consumer gives back', async () => {
      await coordinator.publishJob(exampleJob(1));
      const [first] = await pullSome(worker);
      await first!.nak();
      const [second] = await pullSome(worker);
      expect(second?.message.id).toBe('7.1.1');
      await second!.nak(50);
      const [third] = await pullSome(worker);
      expect(third?.message.id).toBe('7.1.1');
      await third!.ack();
    });

    it('delivers again what a consumer that went away never settled', async () => {
      await coordinator.publishJob(exampleJob(1));
      await pullSome(worker);
      const [again] = await pullSome(worker);
      expect(again?.message.id).toBe('7.1.1');
      await again!.ack();
    });

    it('leaves a job to the consumer that reports to be at work', async () => {
      await coordinator.publishJob(exampleJob(1));
      const [delivery] = await pullSome(worker);
      const beat = setInterval(() => void delivery!.working(), ackWaitMs / 20);
      try {
        expect(await worker.pullJobs(1, 2.5 * ackWaitMs)).toEqual([]);
      } finally {
        clearInterval(beat);
      }
      await delivery!.ack();
    });

    it('makes publishers wait while the queue is full', async () => {
      let published = 0;
      const publishing = Array.from({ length: 12 }, (_, i) =>
        coordinator.publishJob(exampleJob(i)).then(() => {
          published += 1;
        }),
      );
      await sleep(ackWaitMs / 3);
      expect(published).toBe(4);
      expect(await ackAll(worker, 12)).toEqual(
        new Set(Array.from({ length: 12 }, (_, i) => exampleJob(i).id)),
      );
      await Promise.all(publishing);
    });

    it('takes back the jobs of one sweep that nobody pulled', async () => {
      await coordinator.publishJob(exampleJob(1));
      await coordinator.publishJob({ ...exampleJob(2), sweepId: 8, id: '8.2.1' });
      await coordinator.publishJob(exampleJob(3));
      const purged = await coordinator.purgeJobs(SWEEP);
      expect(purged.map(({ id }) => id).sort()).toEqual(['7.1.1', '7.3.1']);
      expect(await ackAll(worker, 1)).toEqual(new Set(['8.2.1']));
      expect(await coordinator.purgeJobs(SWEEP)).toEqual([]);
    });

    it('loses no job, whatever data consumers hold and however they settle', async () => {
      let attempt = 0;
      const someNaks = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 });
      const someSeeds = fc.constantFrom(undefined, new Set<string>(), new Set([seedOf(0), seedOf(2)]));
      await fc.assert(
        fc.asyncProperty(someNaks, someSeeds, async (naks, held) => {
          // An id that the bus has seen lately is not published again: each run is another attempt.
          attempt += 1;
          const jobs = naks.map((_, i) => ({ ...exampleJob(i), id: `${SWEEP}.${i}.${attempt}` }));
          const publishing = Promise.all(jobs.map((job) => coordinator.publishJob(job)));
          const ended = new Set<string>();
          const givenBack = new Map<string, number>();
          while (ended.size < naks.length) {
            for (const delivery of await worker.pullJobs(3, 1000, held ? { held } : {})) {
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
      const sent = [exampleResult(1), exampleResult(2, 40)];
      for (const result of sent) await worker.publishResult(result);
      const got: ResultMessage[] = [];
      while (got.length < 2) {
        for (const delivery of await coordinator.pullResults(10, 1000)) {
          got.push(delivery.message);
          await delivery.ack();
        }
      }
      expect(got.sort((a, b) => a.trialId - b.trialId)).toEqual(sent);
    });

    it('leaves a job to a worker that has the labels which it requires', async () => {
      await coordinator.publishJob({ ...exampleJob(1), requires: ['a100', 'gpu'] });
      await coordinator.publishJob({ ...exampleJob(2), requires: ['gpu'] });
      expect(await worker.pullJobs(2, ackWaitMs / 2)).toEqual([]);
      expect(await worker.pullJobs(2, ackWaitMs / 2, { labels: ['a100'] })).toEqual([]);
      const [delivery] = await pullSome(worker, { labels: ['gpu', 'ssd'] });
      expect(delivery?.message.id).toBe('7.2.1');
      await delivery!.ack();
      await coordinator.publishJob(exampleJob(3));
      expect(await ackAll(worker, 2, { labels: ['gpu', 'a100'] })).toEqual(new Set(['7.1.1', '7.3.1']));
    });

    it('leaves jobs that require none of the labels which a worker is for', async () => {
      const offer = { labels: ['gpu', 'program:a', 'program:b'], among: ['program:a', 'program:b'] };
      await coordinator.publishJob(exampleJob(1));
      await coordinator.publishJob({ ...exampleJob(2), requires: ['gpu'] });
      await coordinator.publishJob({ ...exampleJob(3), requires: ['gpu', 'program:c'] });
      expect(await worker.pullJobs(3, ackWaitMs / 2, offer)).toEqual([]);
      await coordinator.publishJob({ ...exampleJob(4), requires: ['gpu', 'program:b'] });
      expect(await ackAll(worker, 1, offer)).toEqual(new Set(['7.4.1']));
      expect(await ackAll(worker, 2, { labels: ['gpu'] })).toEqual(new Set(['7.1.1', '7.2.1']));
    });

    it('wakes a worker with labels by jobs that require some, and by others', async () => {
      for (const requires of [[], ['gpu']]) {
        const pulled = worker.pullJobs(1, 20_000, { labels: ['gpu'] });
        await sleep(50);
        await coordinator.publishJob({ ...exampleJob(requires.length), requires });
        const [delivery] = await pulled;
        expect(delivery?.message.requires).toEqual(requires);
        await delivery!.ack();
      }
    });

    it('never delivers a job that was retracted, even if somebody had it', async () => {
      for (const trial of [1, 2, 3]) await coordinator.publishJob(exampleJob(trial));
      const [first] = await pullSome(worker);
      const others = ['7.1.1', '7.2.1', '7.3.1'].filter((id) => id !== first!.message.id);
      await coordinator.retractJobs([first!.message.id, others[0]!, '9.9.9']);
      await first!.nak();
      expect(await ackAll(worker, 1)).toEqual(new Set([others[1]]));
      expect(await worker.pullJobs(3, 1.5 * ackWaitMs)).toEqual([]);
      await until(async () => (await coordinator.messagesLeft()) === 0);
    });

    it('does not return jobs that somebody pulled as taken back', async () => {
      for (const trial of [1, 2, 3]) await coordinator.publishJob(exampleJob(trial));
      const [pulled] = await pullSome(worker);
      const purged = await coordinator.purgeJobs(SWEEP);
      expect(purged.map(({ id }) => id)).not.toContain(pulled!.message.id);
      expect(purged.length).toBe(2);
      await pulled!.nak();
      expect(await ackAll(worker, 1)).toEqual(new Set([pulled!.message.id]));
    });

    it('counts the jobs and results that are not acknowledged', async () => {
      expect(await coordinator.messagesLeft()).toBe(0);
      await coordinator.publishJob(exampleJob(1));
      await worker.publishResult(exampleResult(2));
      expect(await coordinator.messagesLeft()).toBe(2);
      await ackAll(worker, 1);
      for (const delivery of await coordinator.pullResults(9, 2000)) await delivery.ack();
      await until(async () => (await coordinator.messagesLeft()) === 0);
    });

    it('delivers results again that were given back', async () => {
      await Promise.all([1, 2, 3].map((trial) => worker.publishResult(exampleResult(trial))));
      const recorded = new Set<number>();
      let givenBack = 0;
      while (recorded.size < 3 || givenBack < 2) {
        for (const delivery of await coordinator.pullResults(2, 1000)) {
          if (givenBack < 2) {
            givenBack += 1;
            await delivery.nak();
          } else {
            recorded.add(delivery.message.trialId);
            await delivery.ack();
          }
        }
      }
      await until(async () => {
        for (const delivery of await coordinator.pullResults(9, 0)) await delivery.ack();
        return (await coordinator.messagesLeft()) === 0;
      });
    });

    it('carries many results and hands out no more than asked for', async () => {
      const trials = Array.from({ length: 200 }, (_, i) => i);
      const published = Promise.all(trials.map((trial) => worker.publishResult(exampleResult(trial))));
      const got = new Set<number>();
      while (got.size < trials.length) {
        const deliveries = await coordinator.pullResults(7, 1000);
        expect(deliveries.length).toBeLessThanOrEqual(7);
        for (const delivery of deliveries) {
          got.add(delivery.message.trialId);
          await delivery.ack();
        }
      }
      await published;
    });

    it('carries presence', async () => {
      const heard = new Promise<Presence>((resolve) => coordinator.onPresence(resolve));
      const presence = examplePresence();
      worker.publishPresence(presence);
      expect(await heard).toEqual(presence);
    });

    it('carries progress and control to all who listen, until they stop', async () => {
      const heard: Progress[] = [];
      const stop = coordinator.onProgress((progress) => heard.push(progress));
      const started: Progress = { v: 4, kind: 'started', jobId: '7.1.1', sweepId: SWEEP, worker: 'w' };
      worker.publishProgress(started);
      await until(async () => heard.length > 0);
      expect(heard).toEqual([started]);
      stop();
      const heardTwice = Promise.all([1, 2].map(() => new Promise((resolve) => worker.onControl(resolve))));
      worker.publishProgress(started);
      const letGo = { v: 4, action: 'let go', why: 'paused', sweepId: SWEEP } as const;
      coordinator.publishControl(letGo);
      expect(await heardTwice).toEqual([letGo, letGo]);
      expect(heard.length).toBe(1);
    });

    it('keeps content under its SHA-256 and refuses another', async () => {
      const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(await worker.getContent(sha256)).toBeNull();
      await coordinator.putContent(sha256, bytes);
      await coordinator.putContent(sha256, bytes);
      expect(await worker.getContent(sha256)).toEqual(bytes);
      await expect(coordinator.putContent('0'.repeat(64), bytes)).rejects.toMatchObject({
        code: 'content_mismatch',
      });
      expect(await worker.getContent('0'.repeat(64))).toBeNull();
    });

    it('keeps what trials left, each file as it was, until it is removed', async () => {
      const of = { sweepId: SWEEP, trialId: 1 };
      const sizes = [0, 1, 131_072, 131_073, 1_500_000];
      const files = sizes.map((size) => exampleFile(`${size} bytes`, size));
      await worker.files.putArtifacts(of, files);
      await worker.files.putArtifacts(of, files.slice(3));
      await worker.files.putArtifacts({ sweepId: SWEEP, trialId: 2 }, files.slice(1, 2));
      for (const { bytes, ...file } of files) {
        expect(await all(coordinator.files.getArtifact(of, 'w', { ...file, bytes }))).toEqual(
          await all(file.pieces()),
        );
      }
      expect((await coordinator.files.kept()).artifacts).toEqual([SWEEP]);
      const [, file] = files;
      await coordinator.files.removeArtifacts(SWEEP, 1);
      const gone = all(coordinator.files.getArtifact(of, 'w', file!));
      await expect(gone).rejects.toMatchObject({ code: 'file_missing' });
      expect(await all(coordinator.files.getArtifact({ ...of, trialId: 2 }, 'w', file!))).toHaveLength(1);
      await coordinator.files.removeArtifacts(SWEEP);
      expect((await coordinator.files.kept()).artifacts).toEqual([]);
    });

    it('says of a file that is not as announced that it is damaged', async () => {
      const of = { sweepId: SWEEP, trialId: 1 };
      const sha256 = '0'.repeat(64);
      await worker.files.putArtifacts(of, [{ ...exampleFile('a', 200_000), sha256 }]);
      const read = all(coordinator.files.getArtifact(of, 'w', { name: 'a', bytes: 200_000, sha256 }));
      await expect(read).rejects.toMatchObject({ code: 'file_damaged' });
      for (const bytes of [199_999, 200_001]) {
        const odd = worker.files.putArtifacts(of, [{ ...exampleFile('a', 200_000), bytes }]);
        await expect(odd).rejects.toMatchObject({ code: 'content_mismatch' });
      }
    });

    it('keeps the last checkpoint of a trial, whole, whatever came of those before and after it', async () => {
      const of = { sweepId: SWEEP, trialId: 1 };
      const read = async (bus: Bus) => {
        const checkpoint = await bus.files.getCheckpoint(of);
        return checkpoint && { files: checkpoint.files, bytes: await all(checkpoint.pieces()) };
      };
      expect(await read(worker)).toBeNull();
      for (const size of [300_000, 140_000, 400_000, 3]) {
        const files = [exampleFile('model.pt', size), exampleFile('empty', 0), exampleFile('sub/step', 7)];
        await worker.files.putCheckpoint(of, files);
        const bytes = Buffer.concat(await Promise.all(files.map((file) => all(file.pieces()))));
        expect(await read(worker)).toEqual({
          files: files.map(({ pieces: _, ...file }) => file),
          bytes: new Uint8Array(bytes),
        });
      }
      const kept = await read(worker);
      const cut = { ...exampleFile('model.pt', 300_000), bytes: 300_001 };
      await expect(worker.files.putCheckpoint(of, [cut])).rejects.toThrow();
      expect(await read(worker)).toEqual(kept);
      await worker.files.putCheckpoint({ ...of, trialId: 2 }, [exampleFile('a', 1)]);
      const { checkpoints } = await coordinator.files.kept();
      expect(checkpoints.toSorted((a, b) => a.trialId - b.trialId)).toEqual([of, { ...of, trialId: 2 }]);
      await coordinator.files.removeCheckpoint(of);
      expect(await read(worker)).toBeNull();
      expect((await coordinator.files.kept()).checkpoints).toEqual([{ ...of, trialId: 2 }]);
    });

    it('refuses messages of a version or shape that it does not know', async () => {
      const unknown = { code: 'unknown_message_version' };
      await expect(coordinator.publishJob({ ...exampleJob(1), v: 3 as 4 })).rejects.toMatchObject(unknown);
      await expect(worker.publishResult({ ...exampleResult(1), v: 0 as 4 })).rejects.toMatchObject(unknown);
      const { seed: _, ...unseeded } = exampleJob(1);
      await expect(coordinator.publishJob(unseeded as Job)).rejects.toMatchObject({
        code: 'bad_message',
        message: expect.stringContaining("'seed'"),
      });
      for (const id of ['7.1', '7.1.1 x', '7.*.1', '7.1.1\r\n']) {
        await expect(coordinator.publishJob({ ...exampleJob(1), id })).rejects.toMatchObject({
          code: 'bad_message',
        });
      }
      expect(() =>
        coordinator.publishControl({ v: 4, action: 'dance' as 'let go', why: 'ending', sweepId: SWEEP }),
      ).toThrow('action');
    });

    it('lets go of those who wait when it closes', async () => {
      const waiting = worker.pullJobs(1, 60_000);
      await worker.close();
      expect(await waiting).toEqual([]);
    });
  });
}

async function pullSome(bus: Bus, offer: Offer = {}): Promise<Delivery<Job>[]> {
  for (let tries = 0; tries < 10; tries++) {
    const deliveries = await bus.pullJobs(1, DELIVERY_MS, offer);
    if (deliveries.length > 0) return deliveries;
  }
  return [];
}

async function ackAll(bus: Bus, count: number, offer: Offer = {}): Promise<Set<string>> {
  const ids = new Set<string>();
  while (ids.size < count) {
    for (const delivery of await bus.pullJobs(3, 1000, offer)) {
      ids.add(delivery.message.id);
      await delivery.ack();
    }
  }
  return ids;
}

/** Of bytes that no two places share. */
function exampleFile(name: string, size: number): ReadableFile {
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 2_654_435_761) >>> 24);
  return {
    ...{ name, bytes: size, sha256: createHash('sha256').update(bytes).digest('hex') },
    async *pieces() {
      for (let at = 0; at < size; at += 50_000) yield bytes.subarray(at, at + 50_000);
    },
  };
}

const all = async (pieces: Pieces) => new Uint8Array(Buffer.concat(await Array.fromAsync(pieces)));

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

function examplePresence(): Presence {
  return {
    v: 4,
    worker: 'w',
    host: 'h',
    pid: 1,
    version: '0.1.0',
    engine: 'reference@1',
    slots: 2,
    labels: ['gpu'],
    state: 'working',
    done: 3,
    trials: [{ sweepId: SWEEP, trialIds: [1, 2] }],
  };
}
