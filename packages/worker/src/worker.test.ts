import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type Job, type Progress, type ResultMessage } from '@latentsweep/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorkerWith, type Worker, type WorkerOptions } from './worker.ts';

const FAKE = new URL('./fixtures/fake-thread.ts', import.meta.url);
const SWEEP = 3;
/** Soon full. */
const HEAP_MB = 32;

let bus: Bus;
let worker: Worker | null;
let progress: Progress[];

beforeEach(() => {
  bus = createMemoryBus();
  worker = null;
  progress = [];
  bus.onProgress((message) => progress.push(message));
});
afterEach(async () => {
  await worker?.stop({ graceMs: 0 });
  await bus.close();
});

const start = async (slots = 1, options: Partial<WorkerOptions> = {}) => {
  worker = await startWorkerWith({ bus, slots, name: 'w', ...options }, FAKE, HEAP_MB);
  return worker;
};

let trials = 0;
function job(does: string, options: { epochs?: number[]; config?: Job['config'] } = {}): Job {
  const milestones = (options.epochs ?? [1]).map((epochs) => ({ trialId: ++trials, epochs, attempt: 2 }));
  return {
    v: 1,
    id: `${SWEEP}.${milestones[0]!.trialId}.2`,
    sweepId: SWEEP,
    engine: 'fake@1',
    dataset: { kind: 'simulated', train: 1, validation: 1, test: 1, coefficients: [[1]], intercepts: [0] },
    config: { does, ...options.config },
    replicate: 0,
    seed: '0000000000000000',
    requires: [],
    milestones,
  };
}

async function results(count: number): Promise<ResultMessage[]> {
  const got: ResultMessage[] = [];
  while (got.length < count) {
    for (const delivery of await bus.pullResults(100, 1000)) {
      got.push(delivery.message);
      await delivery.ack();
    }
  }
  return got;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

const said = <Kind extends Progress['kind']>(kind: Kind) =>
  progress.filter((message): message is Progress & { kind: Kind } => message.kind === kind);

const nothingIsLeft = async () => {
  await sleep(50);
  expect(await bus.pullJobs(1, 0)).toEqual([]);
  expect(await bus.pullResults(1, 0)).toEqual([]);
};

describe('A worker', () => {
  it('reports each milestone and acknowledges the job', async () => {
    const { engine } = await start();
    expect(engine).toBe('fake@1');
    const sent = job('complete', { epochs: [1, 3, 9] });
    await bus.publishJob(sent);
    const got = await results(3);
    expect(got.map(({ trialId }) => trialId)).toEqual(sent.milestones.map(({ trialId }) => trialId));
    expect(got[1]).toMatchObject({
      jobId: sent.id,
      sweepId: SWEEP,
      attempt: 2,
      result: { outcome: 'diverged', epoch: 3 },
      worker: 'w',
    });
    expect(progress[0]).toMatchObject({ kind: 'started', jobId: sent.id });
    await nothingIsLeft();
  });

  it('brings many small jobs through, each once', async () => {
    await start(2);
    const jobs = Array.from({ length: 500 }, () => job('complete'));
    const publishing = Promise.all(jobs.map((each) => bus.publishJob(each)));
    const got = await results(jobs.length);
    await publishing;
    expect(new Set(got.map(({ jobId }) => jobId))).toEqual(new Set(jobs.map(({ id }) => id)));
    await nothingIsLeft();
  });

  it('reports a trial that throws as failed, with its message, and goes on', async () => {
    await start();
    await bus.publishJob(job('throw', { epochs: [1, 2] }));
    await bus.publishJob(job('complete'));
    const got = await results(3);
    expect(got.slice(0, 2).map(({ result }) => result)).toEqual(
      [1, 2].map(() => ({ outcome: 'failed', error: 'The matrix is singular.' })),
    );
    expect(got[2]!.result.outcome).toBe('diverged');
    await nothingIsLeft();
  });

  it('reports a trial that ends without a result as failed', async () => {
    await start();
    await bus.publishJob(job('forget'));
    const [got] = await results(1);
    expect(got!.result).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('without a result'),
    });
  });

  it('gives a job for another engine back for another worker, and says why', async () => {
    const started = await start();
    const foreign = { ...job('complete'), engine: 'fake@2' };
    await bus.publishJob(foreign);
    await until(() => progress.length > 0);
    expect(progress).toEqual([
      {
        v: 1,
        kind: 'declined',
        jobId: foreign.id,
        sweepId: SWEEP,
        worker: 'w',
        reason: 'w has the engine fake@1, not fake@2',
      },
    ]);
    await bus.publishJob(job('complete'));
    await results(1);
    await started.stop();
    expect((await bus.purgeJobs(SWEEP)).map(({ id }) => id)).toEqual([foreign.id]);
  });

  it('hands a table’s content to the thread', async () => {
    await start();
    const bytes = Buffer.from('the table');
    const content = createHash('sha256').update(bytes).digest('hex');
    await bus.putContent(content, bytes);
    const dataset: Job['dataset'] = {
      kind: 'table',
      content,
      target: 'y',
      positive: null,
      categorical: [],
      scale: 'none',
      split: { train: 1, validation: 0, test: 0 },
      balance: 'original',
    };
    await bus.publishJob({ ...job('read content'), dataset });
    const [got] = await results(1);
    expect(got!.result).toMatchObject({ reason: 'the table' });
  });

  it('names the open trials of a job that its thread died at, and goes on with another thread', async () => {
    await start();
    const dying = job('exit after a milestone', { epochs: [1, 2, 3] });
    await bus.publishJob(dying);
    const [ended] = await results(1);
    expect(ended!.trialId).toBe(dying.milestones[0]!.trialId);
    await until(() => said('crashed').length > 0);
    expect(said('crashed')).toEqual([
      {
        v: 1,
        kind: 'crashed',
        jobId: dying.id,
        sweepId: SWEEP,
        worker: 'w',
        trialIds: dying.milestones.slice(1).map(({ trialId }) => trialId),
        reason: 'worker exited with code: 3',
      },
    ]);
    await bus.publishJob(job('complete'));
    await results(1);
    await nothingIsLeft();
  });

  it('gives the others of a batch back when the thread dies at one of them', async () => {
    await start();
    // Small ones first: then many go into one batch.
    for (let i = 0; i < 40; i++) await bus.publishJob(job('complete'));
    await results(40);
    const jobs = ['complete', 'exit', ...Array.from({ length: 20 }, () => 'complete')].map((does) =>
      job(does),
    );
    for (const each of jobs) await bus.publishJob(each);
    const got = await results(21);
    expect(new Set(got.map(({ jobId }) => jobId))).toEqual(
      new Set(jobs.filter(({ config }) => config['does'] !== 'exit').map(({ id }) => id)),
    );
    expect(said('crashed').map(({ jobId }) => jobId)).toEqual([jobs[1]!.id]);
    await nothingIsLeft();
  });

  it.each([
    ['fill the heap', 'out of memory: Worker terminated due to reaching memory limit: JS heap out of memory'],
    ['allocate too much', 'out of memory: Array buffer allocation failed'],
  ])('outlives a job that runs out of memory (%s)', async (does, reason) => {
    await start();
    await bus.publishJob(job(does));
    await until(() => said('crashed').length > 0);
    expect(said('crashed')[0]).toMatchObject({ reason });
    await bus.publishJob(job('complete'));
    await results(1);
    await nothingIsLeft();
  });

  it('ends a thread that comes to the end of no epoch, and lets one that is slow be', async () => {
    await start(2, { stallMs: 300 });
    const hanging = job('hang');
    await bus.publishJob(hanging);
    await bus.publishJob(job('take time', { epochs: [8], config: { ms: 100 } }));
    await results(1);
    await until(() => said('crashed').length > 0);
    expect(said('crashed').map(({ jobId, reason }) => [jobId, reason])).toEqual([
      [hanging.id, 'no epoch ended within 0.3 s'],
    ]);
    await nothingIsLeft();
  });

  it('goes on when a thread dies between two batches', async () => {
    await start();
    for (let i = 0; i < 3; i++) {
      await bus.publishJob(job('complete, then exit'));
      await results(1);
    }
    await nothingIsLeft();
  });

  it('gives jobs to the thread that has their data', async () => {
    const seeds = ['a', 'b'].map((digit) => digit.repeat(16));
    const jobs = Array.from({ length: 40 }, (_, i) => ({ ...job('name the thread'), seed: seeds[i % 2]! }));
    for (const each of jobs) await bus.publishJob(each);
    await start(2);
    const seedOf = new Map(jobs.map(({ id, seed }) => [id, seed]));
    const latest = new Map<string, string>();
    let fetched = 0;
    for (const { jobId, result } of await results(jobs.length)) {
      if (result.outcome !== 'diverged') throw new Error(result.outcome);
      const seed = seedOf.get(jobId)!;
      if (latest.get(result.reason) !== seed) fetched += 1;
      latest.set(result.reason, seed);
    }
    // Once in each thread, and once more in the one that runs out of its own.
    expect(fetched).toBeLessThanOrEqual(3);
  });

  it('tells how far a long job is', async () => {
    await start();
    await bus.publishJob(job('take time', { epochs: [40] }));
    await results(1);
    const epochs = progress.filter((message) => message.kind === 'epoch');
    expect(epochs.length).toBeGreaterThan(0);
    expect(epochs.every(({ epoch, of }) => epoch > 0 && epoch <= 40 && of === 40)).toBe(true);
  });

  it('lets go of a cancelled sweep’s jobs and names the trials that did not end', async () => {
    await start();
    const sent = job('take time', { epochs: [1, 5000, 9000] });
    await bus.publishJob(sent);
    await results(1);
    bus.publishControl({ v: 1, action: 'cancel', sweepId: SWEEP + 1 });
    bus.publishControl({ v: 1, action: 'cancel', sweepId: SWEEP });
    await until(() => progress.some(({ kind }) => kind === 'released'));
    expect(progress.at(-1)).toMatchObject({
      kind: 'released',
      jobId: sent.id,
      trialIds: sent.milestones.slice(1).map(({ trialId }) => trialId),
      reason: 'cancelled',
    });
    await nothingIsLeft();
    await bus.publishJob(job('complete'));
    await results(1);
  });

  it('gives its jobs back to the bus when it stops', async () => {
    const started = await start(2);
    const jobs = [job('take time', { epochs: [5000] }), job('take time', { epochs: [5000] })];
    for (const each of jobs) await bus.publishJob(each);
    await until(() => progress.filter(({ kind }) => kind === 'started').length === 2);
    await started.stop({ graceMs: 10_000 });
    await sleep(5);
    const back = await bus.purgeJobs(SWEEP);
    expect(back.map(({ id }) => id).sort()).toEqual(jobs.map(({ id }) => id).sort());
  });

  it('ends a thread that does not come to the end of its epoch', async () => {
    const started = await start();
    const hanging = job('hang');
    await bus.publishJob(hanging);
    await until(() => progress.length > 0);
    await started.stop({ graceMs: 50 });
    await until(async () => (await bus.purgeJobs(SWEEP)).some(({ id }) => id === hanging.id));
  });

  it('says why it cannot start', async () => {
    const missing = new URL('./fixtures/no-such-thread.ts', import.meta.url);
    await expect(startWorkerWith({ bus, slots: 1 }, missing)).rejects.toThrow('no-such-thread');
  });

  it('leaves no thread and no timer behind', async () => {
    const resources = () => process.getActiveResourcesInfo().sort();
    const before = resources();
    const started = await start(3);
    await bus.publishJob(job('complete'));
    await results(1);
    expect(resources().length).toBeGreaterThan(before.length);
    await started.stop();
    await until(() => resources().length <= before.length);
  });
});
