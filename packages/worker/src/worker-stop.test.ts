import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeJob, SWEEP, trialsOf } from './fixtures/fake-job.ts';
import { openStage, type Stage, until } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

describe('A worker that stops', () => {
  it('gives its jobs back to the bus when it stops', async () => {
    const started = await stage.start(2);
    const jobs = [fakeJob('take time', { epochs: [5000] }), fakeJob('take time', { epochs: [5000] })];
    for (const each of jobs) await stage.publish(each);
    await until(() => stage.progress.filter(({ kind }) => kind === 'started').length === 2);
    await started.stop({ graceMs: 10_000 });
    await sleep(5);
    const back = await stage.bus.purgeJobs(SWEEP);
    expect(back.map(({ id }) => id).sort()).toEqual(jobs.map(({ id }) => id).sort());
  });

  it('ends a thread that does not come to the end of its epoch', async () => {
    const started = await stage.start();
    const hanging = fakeJob('hang');
    await stage.publish(hanging);
    await until(() => stage.progress.length > 0);
    await started.stop({ graceMs: 50 });
    await until(async () => (await stage.bus.purgeJobs(SWEEP)).some(({ id }) => id === hanging.id));
  });

  it('lets a job come to its end that is nearly there, and not one that has long to go', async () => {
    const started = await stage.start(2);
    const [short, long] = [fakeJob('take time', { epochs: [40] }), fakeJob('take time', { epochs: [9000] })];
    await stage.publish(short, long);
    await until(() => stage.said('epoch').length >= 2);
    await started.stop({ graceMs: 20_000 });
    expect((await stage.results(1)).map(({ trialId }) => trialId)).toEqual(trialsOf(short));
    await sleep(5);
    expect((await stage.bus.purgeJobs(SWEEP)).map(({ id }) => id)).toEqual([long.id]);
  });

  it('pulls nothing more', async () => {
    const started = await stage.start();
    const stopping = started.stop();
    await stage.publish(fakeJob('complete'));
    await stopping;
    await sleep(50);
    expect(await stage.bus.purgeJobs(SWEEP)).toHaveLength(1);
  });

  it('says so, and that it is gone once its jobs are settled', async () => {
    const started = await stage.start();
    const sent = fakeJob('take time', { epochs: [9000] });
    await stage.publish(sent);
    await until(() => stage.said('epoch').length > 0);
    await Promise.all([started.stop(), started.stop()]);
    await sleep(5);
    expect(stage.presences.map(({ state }) => state)).toEqual(['working', 'draining', 'gone']);
    expect(stage.presences[1]!.trials).toEqual([{ sweepId: SWEEP, trialIds: trialsOf(sent) }]);
    expect(stage.presences[2]!.trials).toEqual([]);
    expect(started.stats()).toMatchObject({ state: 'gone', busy: 0, held: 0 });
  });

  it('delivers what it has where the bus comes back in time', async () => {
    const started = await stage.start();
    const sent = fakeJob('take time', { epochs: [10] });
    await stage.publish(sent);
    await until(() => stage.said('started').length > 0);
    stage.bus.detach();
    await until(() => started.stats().unsent === 1);
    const stopping = started.stop({ graceMs: 20_000 });
    expect(started.stats()).toMatchObject({ state: 'draining', unsent: 1 });
    stage.bus.attach();
    await stopping;
    expect(started.stats()).toMatchObject({ state: 'gone', held: 0, done: 1 });
    expect((await stage.results(1))[0]!.jobId).toBe(sent.id);
  });

  it('ends in time without a bus, too', async () => {
    const started = await stage.start();
    await stage.publish(fakeJob('take time', { epochs: [1, 9000] }));
    await stage.results(1);
    stage.bus.detach();
    await started.stop({ graceMs: 200 });
    expect(started.stats()).toMatchObject({ state: 'gone', held: 1 });
  });
});
