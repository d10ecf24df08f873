import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@latentsweep/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeJob, SWEEP, trialsOf } from './fixtures/fake-job.ts';
import { openStage, type Stage, until } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

describe('A worker and its bus', () => {
  it('part, and the worker goes on training and delivers its results when they meet again', async () => {
    const worker = await stage.start();
    const sent = fakeJob('take time', { epochs: [10, 20, 30] });
    await stage.publish(sent);
    await until(() => stage.said('started').length > 0);
    stage.bus.detach();
    await until(() => worker.stats().unsent === 3);
    await until(() => worker.stats().busy === 0);
    expect(worker.stats()).toMatchObject({ connected: false, held: 1, done: 0 });
    stage.bus.attach();
    const got = await stage.results(3);
    expect(got.map(({ trialId }) => trialId)).toEqual(trialsOf(sent));
    expect(await stage.isEmpty()).toBe(true);
    expect(worker.stats()).toMatchObject({ connected: true, held: 0, unsent: 0, done: 3 });
    const connections = stage.events.filter((event) => event.kind === 'connection');
    expect(connections.map(({ connected }) => connected)).toEqual([false, true]);
  });

  it('part while the thread dies, and the death is told when they meet again', async () => {
    const worker = await stage.start();
    const dying = fakeJob('exit after a milestone', { epochs: [1, 2] });
    await stage.publish(dying);
    await until(() => stage.said('started').length > 0);
    stage.bus.detach();
    await until(() => worker.stats().unsent === 1);
    await sleep(100);
    expect(stage.said('crashed')).toEqual([]);
    stage.bus.attach();
    await stage.results(1);
    await until(() => stage.said('crashed').length > 0);
    expect(stage.said('crashed')[0]).toMatchObject({ jobId: dying.id, trialIds: trialsOf(dying).slice(1) });
  });

  it('do not fill each other up: with too many results unsent, no more jobs are pulled', async () => {
    const worker = await stage.start();
    stage.bus.refuseResults(true);
    await stage.publish(...Array.from({ length: 1200 }, () => fakeJob('complete')));
    await until(() => worker.stats().unsent >= 1000 && worker.stats().busy === 0);
    expect(worker.stats().unsent).toBeLessThan(1200);
    stage.bus.refuseResults(false);
    await stage.results(1200);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('know of each other: who the worker is, and which trials it holds', async () => {
    await stage.start(2, { labels: ['a100', 'gpu'], version: '1.2.3' });
    const sent = fakeJob('take time', { epochs: [1, 9000] });
    await stage.publish(sent);
    await stage.results(1);
    await until(() => stage.presences.length > 1);
    expect(stage.presences[0]).toMatchObject({
      ...{ v: 4, worker: 'w', version: '1.2.3', engine: 'fake@1', slots: 2, labels: ['a100', 'gpu'] },
      ...{ pid: process.pid, state: 'working', done: 0, trials: [] },
    });
    expect(stage.presences[1]).toMatchObject({
      done: 1,
      trials: [{ sweepId: SWEEP, trialIds: trialsOf(sent).slice(1) }],
    });
  });

  it('tell of a bus that takes no results, to its log and to the coordinator', async () => {
    const worker = await stage.start();
    stage.bus.trouble(['NATS stores nothing']);
    await until(() => stage.presences.some(({ troubles }) => troubles?.[0] === 'NATS stores nothing'));
    expect(worker.stats().troubled).toBe(true);
    stage.bus.trouble([]);
    await until(() => stage.presences.at(-1)?.troubles === undefined);
    expect(worker.stats().troubled).toBe(false);
    const told = stage.events.filter((event) => event.kind === 'bus_trouble');
    expect(told.map(({ reason }) => reason)).toEqual(['NATS stores nothing', null]);
  });

  it('say what they refuse, as messages of another version, once a reason', async () => {
    await stage.start();
    for (const v of [4, 4, 5])
      stage.bus.refuse(`A job message has version ${v}; this program reads version 3.`);
    const told = stage.events.filter((event) => event.kind === 'bad_message');
    expect(told.map(({ reason }) => reason)).toEqual([
      'A job message has version 4; this program reads version 3.',
      'A job message has version 5; this program reads version 3.',
    ]);
  });

  it('leave a job to the worker that has its labels', async () => {
    await stage.start(1, { name: 'plain' });
    const picky: Job = { ...fakeJob('complete'), requires: ['gpu'] };
    await stage.publish(picky, fakeJob('complete'));
    const [first] = await stage.results(1);
    expect(first!.jobId).not.toBe(picky.id);
    await stage.start(1, { name: 'strong', labels: ['gpu'] });
    const [second] = await stage.results(1);
    expect(second).toMatchObject({ jobId: picky.id, worker: 'strong' });
  });

  it('give a job whose data are not there back, with the reason', async () => {
    const worker = await stage.start();
    const dataset = 'a'.repeat(64);
    const lacking: Job = { ...fakeJob('read content'), dataset };
    await stage.publish(lacking, fakeJob('complete'));
    await stage.results(1);
    await until(() => stage.said('declined').length > 0);
    expect(stage.said('declined')[0]).toMatchObject({
      jobId: lacking.id,
      reason: `w could not get the data: the data set ${dataset} is not on the bus`,
    });
    await worker.stop();
    expect((await stage.bus.purgeJobs(SWEEP)).map(({ id }) => id)).toEqual([lacking.id]);
  });
});
