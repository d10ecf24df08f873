import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deed, deedOf, fakeJob, SWEEP } from './fixtures/fake-job.ts';
import { openStage, type Stage, until } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

describe('A worker whose thread dies', () => {
  it('names the open trials of a job that its thread died at, and goes on with another thread', async () => {
    await stage.start();
    const dying = fakeJob('exit after a milestone', { epochs: [1, 2, 3] });
    await stage.publish(dying);
    const [ended] = await stage.results(1);
    expect(ended!.trialId).toBe(dying.milestones[0]!.trialId);
    await until(() => stage.said('crashed').length > 0);
    expect(stage.said('crashed')).toEqual([
      {
        v: 4,
        kind: 'crashed',
        jobId: dying.id,
        sweepId: SWEEP,
        worker: 'w',
        trialIds: dying.milestones.slice(1).map(({ trialId }) => trialId),
        reason: 'worker exited with code: 3',
      },
    ]);
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('gives the others of a batch back when the thread dies at one of them', async () => {
    await stage.start();
    // Small ones first: then many go into one batch.
    for (let i = 0; i < 40; i++) await stage.publish(fakeJob('complete'));
    await stage.results(40);
    const deeds: Deed[] = ['complete', 'exit', ...Array.from({ length: 20 }, () => 'complete' as const)];
    const jobs = deeds.map((does) => fakeJob(does));
    for (const each of jobs) await stage.publish(each);
    const got = await stage.results(21);
    expect(new Set(got.map(({ jobId }) => jobId))).toEqual(
      new Set(jobs.filter((job) => deedOf(job) !== 'exit').map(({ id }) => id)),
    );
    expect(stage.said('crashed').map(({ jobId }) => jobId)).toEqual([jobs[1]!.id]);
    expect(await stage.isEmpty()).toBe(true);
  });

  // Node 26 says of a buffer too what Node 24 says of the heap.
  it.each<[Deed, RegExp]>([
    [
      'fill the heap',
      /^out of memory: Worker terminated due to reaching memory limit: JS heap out of memory$/,
    ],
    [
      'allocate too much',
      /^out of memory: (Array buffer allocation failed|Worker terminated .* out of memory)$/,
    ],
  ])('outlives a job that runs out of memory (%s)', async (does, reason) => {
    await stage.start();
    await stage.publish(fakeJob(does));
    await until(() => stage.said('crashed').length > 0);
    expect(stage.said('crashed')[0]).toMatchObject({ reason: expect.stringMatching(reason) });
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('ends a thread that comes to the end of no epoch, and lets one that is slow be', async () => {
    await stage.start(2, { stallMs: 300 });
    const hanging = fakeJob('hang');
    await stage.publish(hanging);
    await stage.publish(fakeJob('take time', { epochs: [8], amount: 100 }));
    await stage.results(1);
    await until(() => stage.said('crashed').length > 0);
    expect(stage.said('crashed').map(({ jobId, reason }) => [jobId, reason])).toEqual([
      [hanging.id, 'no epoch ended within 0.3 s'],
    ]);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('goes on when a thread dies between two batches', async () => {
    await stage.start();
    for (let i = 0; i < 3; i++) {
      await stage.publish(fakeJob('complete, then exit'));
      await stage.results(1);
    }
    expect(await stage.isEmpty()).toBe(true);
  });
});
