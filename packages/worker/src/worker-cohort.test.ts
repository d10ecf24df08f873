import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, ResultMessage } from '@latentsweep/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Deed, type FakeJob, fakeJob, SWEEP, trialsOf } from './fixtures/fake-job.ts';
import { openStage, type Stage, until } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

/** A job that has not been tried before, so that it may go into a cohort. */
const fresh = (does: Deed, options: FakeJob = {}) => fakeJob(does, { attempt: 1, ...options });
const many = (count: number, does: Deed = 'complete') => Array.from({ length: count }, () => fresh(does));

/** What each job's first result says. */
function saidBy(jobs: readonly Job[], results: readonly ResultMessage[]): string[] {
  return jobs.map(({ id }) => {
    const { result } = results.find(({ jobId }) => jobId === id)!;
    if (result.outcome === 'diverged') return result.reason;
    return result.outcome === 'failed' ? result.error : result.outcome;
  });
}

async function run(jobs: readonly Job[], cohort: number): Promise<string[]> {
  await stage.publish(...jobs);
  await stage.start(1, { cohort });
  return saidBy(jobs, await stage.results(jobs.flatMap(({ milestones }) => milestones).length));
}

describe('A worker whose engine fuses', () => {
  it('trains jobs of one shape together, as many as it may', async () => {
    expect(await run(many(7, 'count the cohort'), 3)).toEqual(['3', '3', '3', '3', '3', '3', '1']);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('trains jobs of other shapes, and those that were tried before, by themselves', async () => {
    const wide = { batchSize: 7 };
    const jobs = [
      fresh('count the cohort'),
      fresh('count the cohort', wide),
      fresh('count the cohort', { attempt: 2 }),
      fresh('count the cohort'),
      fresh('count the cohort', wide),
      fresh('count the cohort'),
    ];
    expect(await run(jobs, 8)).toEqual(['3', '2', '1', '3', '2', '3']);
  });

  it('does not wait for a cohort to be full', async () => {
    await stage.start(1, { cohort: 64 });
    await stage.publish(fresh('count the cohort'));
    expect((await stage.results(1))[0]!.result).toMatchObject({ reason: '1' });
  });

  it('shares what is there between slots that are free', async () => {
    await stage.publish(...many(8, 'count the cohort'));
    await stage.start(2, { cohort: 8 });
    const widths = (await stage.results(8)).map(({ result }) => 'reason' in result && result.reason);
    expect(widths).toEqual(Array.from({ length: 8 }, () => '4'));
  });

  it('tells how many jobs it takes at once', async () => {
    const worker = await stage.start(2, { cohort: 8 });
    expect(worker.capacity()).toBe(16);
    expect(stage.presences[0]).toMatchObject({ slots: 2, capacity: 16 });
    expect((await stage.start(2, { cohort: 1000 })).capacity()).toBe(128);
    expect((await stage.start(2)).capacity()).toBe(2);
  });

  it('goes on with those whose data can be had', async () => {
    const jobs = [...many(2), fresh('lack data'), ...many(2)];
    expect(await run(jobs, 8)).toEqual(['as told', 'as told', 'A class has no rows.', 'as told', 'as told']);
    expect(stage.events.filter(({ kind }) => kind === 'crashed')).toEqual([]);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('fails the one that throws, and no other', async () => {
    const jobs = [...many(2), fresh('throw', { epochs: [1, 2] }), ...many(2)];
    const said = await run(jobs, 8);
    expect(said).toEqual(['as told', 'as told', 'The matrix is singular.', 'as told', 'as told']);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('charges a death to all that were at work, once, and then to the guilty one alone', async () => {
    const [guilty, ...others] = [fresh('exit'), ...many(3)];
    const behind = fresh('complete', { batchSize: 7 });
    await stage.publish(guilty!, ...others, behind);
    const worker = await stage.start(1, { cohort: 8 });
    // The one that was not at work comes to its end with another thread.
    expect((await stage.results(1))[0]!.jobId).toBe(behind.id);
    const crashed = () => stage.said('crashed').map(({ trialIds }) => trialIds[0]!);
    expect(crashed()).toEqual([guilty!, ...others].flatMap(trialsOf));

    // What the coordinator does then.
    const again = [guilty!, ...others].map((job) => ({
      ...job,
      id: job.id.replace(/1$/, '2'),
      milestones: job.milestones.map((milestone) => ({ ...milestone, attempt: 2 })),
    }));
    await stage.publish(...again);
    expect(saidBy(again.slice(1), await stage.results(3))).toEqual(['as told', 'as told', 'as told']);
    await until(() => crashed().length > 4);
    expect(crashed().slice(4)).toEqual(trialsOf(guilty!));
    expect(worker.stats().done).toBe(4);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('tries half as many together where memory ran out, and remembers that', async () => {
    const jobs = Array.from({ length: 8 }, () => fresh('take memory', { amount: 2 }));
    await stage.publish(...jobs);
    const worker = await stage.start(1, { cohort: 8 });
    expect(saidBy(jobs, await stage.results(8))).toEqual(jobs.map(() => 'as told'));
    await until(() => worker.capacity() === 2);
    expect(stage.said('crashed')).toEqual([]);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('lets go of a cancelled sweep’s jobs while others of their cohort go on', async () => {
    const other = (job: Job): Job => ({
      ...job,
      sweepId: SWEEP + 1,
      id: job.id.replace(/^\d+/, String(SWEEP + 1)),
    });
    const long = () => fresh('take time', { epochs: [1, 500], amount: 20 });
    const stays = fresh('take time', { epochs: [1, 120], amount: 20 });
    const jobs = [other(long()), stays, other(long())];
    await stage.publish(...jobs);
    const worker = await stage.start(1, { cohort: 8 });
    await stage.results(3);
    stage.bus.publishControl({ v: 4, action: 'let go', why: 'paused', sweepId: SWEEP + 1 });
    await until(() => stage.said('released').length === 2);
    expect(stage.said('released').map(({ trialIds }) => trialIds)).toEqual(
      [jobs[0]!, jobs[2]!].map((job) => trialsOf(job).slice(1)),
    );
    expect(worker.stats()).toMatchObject({ held: 1, busy: 1 });
    const [end] = await stage.results(1);
    expect(end).toMatchObject({ jobId: stays.id, result: { epoch: 120 } });
    expect(await stage.isEmpty()).toBe(true);
  });

  it('gives back what does not end in time when it stops, and lets the rest of the cohort end', async () => {
    const short = fresh('take time', { epochs: [40], amount: 10 });
    const long = fresh('take time', { epochs: [5000], amount: 10 });
    await stage.publish(short, long);
    const worker = await stage.start(1, { cohort: 8 });
    await until(() => stage.said('epoch').length >= 2);
    const stopping = worker.stop({ graceMs: 5000 });
    expect((await stage.results(1))[0]!.jobId).toBe(short.id);
    await stopping;
    expect((await stage.bus.purgeJobs(SWEEP)).map(({ id }) => id)).toEqual([long.id]);
  });

  it('shows how far each job of a cohort is', async () => {
    const jobs = [20, 60].map((epochs) => fresh('take time', { epochs: [epochs], amount: 20 }));
    await stage.publish(...jobs);
    await stage.start(1, { cohort: 8 });
    await stage.results(2);
    await sleep(10);
    for (const { id, milestones } of jobs) {
      const shown = stage.said('epoch').filter(({ jobId }) => jobId === id);
      expect(shown.length).toBeGreaterThan(0);
      expect(shown.every(({ of }) => of === milestones[0]!.epochs)).toBe(true);
    }
  });
});
