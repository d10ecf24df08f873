import { createHash } from 'node:crypto';
import { packSpec } from '@latentsweep/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeJob, SWEEP } from './fixtures/fake-job.ts';
import { openStage, type Stage, until } from './fixtures/stage.ts';
import { startThreads } from './worker.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

describe('A worker', () => {
  it('reports each milestone and acknowledges the job', async () => {
    const { engine } = await stage.start();
    expect(engine).toBe('fake@1');
    const sent = fakeJob('complete', { epochs: [1, 3, 9] });
    await stage.publish(sent);
    const got = await stage.results(3);
    expect(got.map(({ trialId }) => trialId)).toEqual(sent.milestones.map(({ trialId }) => trialId));
    expect(got[1]).toMatchObject({
      jobId: sent.id,
      sweepId: SWEEP,
      attempt: 2,
      result: { outcome: 'diverged', epoch: 3 },
      worker: 'w',
    });
    expect(stage.progress[0]).toMatchObject({ kind: 'started', jobId: sent.id });
    expect(await stage.isEmpty()).toBe(true);
  });

  it('reports an epoch that several trials end with for each of them', async () => {
    await stage.start();
    const sent = fakeJob('complete', { epochs: [1, 3, 3] });
    await stage.publish(sent);
    const got = await stage.results(3);
    expect(got.map(({ trialId }) => trialId)).toEqual(sent.milestones.map(({ trialId }) => trialId));
    expect(got[2]!.result).toEqual(got[1]!.result);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('brings many small jobs through, each once', async () => {
    await stage.start(2);
    const jobs = Array.from({ length: 500 }, () => fakeJob('complete'));
    const publishing = Promise.all(jobs.map((each) => stage.bus.publishJob(each)));
    const got = await stage.results(jobs.length);
    await publishing;
    expect(new Set(got.map(({ jobId }) => jobId))).toEqual(new Set(jobs.map(({ id }) => id)));
    expect(await stage.isEmpty()).toBe(true);
  });

  it('reports a trial that throws as failed, with its message, and goes on', async () => {
    await stage.start();
    await stage.publish(fakeJob('throw', { epochs: [1, 2] }));
    await stage.publish(fakeJob('complete'));
    const got = await stage.results(3);
    expect(got.slice(0, 2).map(({ result }) => result)).toEqual(
      [1, 2].map(() => ({ outcome: 'failed', error: 'The matrix is singular.' })),
    );
    expect(got[2]!.result.outcome).toBe('diverged');
    expect(await stage.isEmpty()).toBe(true);
  });

  it('reports a trial that ends without a result as failed', async () => {
    await stage.start();
    await stage.publish(fakeJob('forget'));
    const [got] = await stage.results(1);
    expect(got!.result).toMatchObject({
      outcome: 'failed',
      error: expect.stringContaining('without a result'),
    });
  });

  it('gives a job for another engine back for another worker, and says why', async () => {
    const started = await stage.start();
    const foreign = { ...fakeJob('complete'), engine: 'fake@2' };
    await stage.publish(foreign);
    await until(() => stage.progress.length > 0);
    expect(stage.progress).toEqual([
      {
        v: 4,
        kind: 'declined',
        jobId: foreign.id,
        sweepId: SWEEP,
        worker: 'w',
        reason: 'w has the engine fake@1, not fake@2',
      },
    ]);
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
    await started.stop();
    expect((await stage.bus.purgeJobs(SWEEP)).map(({ id }) => id)).toEqual([foreign.id]);
  });

  it('hands a table’s content to the thread', async () => {
    await stage.start();
    const bytes = Buffer.from('the table');
    const content = createHash('sha256').update(bytes).digest('hex');
    await stage.bus.putContent(content, bytes);
    const spec = packSpec({
      kind: 'table',
      content,
      target: 'y',
      positive: null,
      categorical: [],
      scale: 'none',
      split: { train: 1, validation: 0, test: 0 },
      balance: 'original',
    });
    await stage.bus.putContent(spec.sha256, spec.bytes);
    await stage.publish({ ...fakeJob('read content'), dataset: spec.sha256 });
    const [got] = await stage.results(1);
    expect(got!.result).toMatchObject({ reason: 'the table' });
  });

  it('gives jobs to the thread that has their data', async () => {
    const seeds = ['a', 'b'].map((digit) => digit.repeat(16));
    const jobs = Array.from({ length: 40 }, (_, i) => ({
      ...fakeJob('name the thread'),
      seed: seeds[i % 2]!,
    }));
    for (const each of jobs) await stage.publish(each);
    await stage.start(2);
    const seedOf = new Map(jobs.map(({ id, seed }) => [id, seed]));
    const latest = new Map<string, string>();
    let fetched = 0;
    for (const { jobId, result } of await stage.results(jobs.length)) {
      if (result.outcome !== 'diverged') throw new Error(result.outcome);
      const seed = seedOf.get(jobId)!;
      if (latest.get(result.reason) !== seed) fetched += 1;
      latest.set(result.reason, seed);
    }
    // Once in each thread, and once more in the one that runs out of its own.
    expect(fetched).toBeLessThanOrEqual(3);
  });

  it('tells how far a long job is', async () => {
    await stage.start();
    await stage.publish(fakeJob('take time', { epochs: [40] }));
    await stage.results(1);
    const epochs = stage.progress.filter((message) => message.kind === 'epoch');
    expect(epochs.length).toBeGreaterThan(0);
    expect(epochs.every(({ epoch, of }) => epoch > 0 && epoch <= 40 && of === 40)).toBe(true);
  });

  it('lets go of a paused sweep’s jobs and names the trials that did not end', async () => {
    await stage.start();
    const sent = fakeJob('take time', { epochs: [1, 5000, 9000] });
    await stage.publish(sent);
    await stage.results(1);
    stage.bus.publishControl({ v: 4, action: 'let go', why: 'paused', sweepId: SWEEP + 1 });
    stage.bus.publishControl({ v: 4, action: 'let go', why: 'paused', sweepId: SWEEP });
    await until(() => stage.progress.some(({ kind }) => kind === 'released'));
    expect(stage.progress.at(-1)).toMatchObject({
      kind: 'released',
      jobId: sent.id,
      trialIds: sent.milestones.slice(1).map(({ trialId }) => trialId),
      reason: 'paused',
    });
    expect(await stage.isEmpty()).toBe(true);
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
  });

  it('says why it cannot start', async () => {
    const missing = new URL('./fixtures/no-such-thread.ts', import.meta.url);
    await expect(startThreads(missing, { bus: stage.bus, slots: 1 })).rejects.toThrow('no-such-thread');
  });

  it('leaves no thread and no timer behind', async () => {
    const resources = () => process.getActiveResourcesInfo().sort();
    const before = resources();
    const started = await stage.start(3);
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
    expect(resources().length).toBeGreaterThan(before.length);
    await started.stop();
    await until(() => resources().length <= before.length);
  });
});
