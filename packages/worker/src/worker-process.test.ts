/** Where an engine has a process of its own: what the tests beside this one ask of threads. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeJob, SPEC, SWEEP, trialsOf } from './fixtures/fake-job.ts';
import { openStage, type Stage, until } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage({ inProcesses: true });
});
afterEach(() => stage.close());

const ids = (messages: readonly { readonly trialId: number }[]) => messages.map(({ trialId }) => trialId);

describe('A worker whose engine has a process of its own', { timeout: 240_000 }, () => {
  it('reports each milestone of many jobs once, and acknowledges them', async () => {
    await stage.start(2);
    const jobs = Array.from({ length: 60 }, () => fakeJob('complete', { epochs: [1, 3] }));
    await stage.publish(...jobs);
    const got = await stage.results(120);
    expect(ids(got).sort((a, b) => a - b)).toEqual(jobs.flatMap(trialsOf));
    expect(got[0]).toMatchObject({ worker: 'w', result: { outcome: 'diverged' } });
    expect(await stage.isEmpty()).toBe(true);
  });

  it('hands it what a job needs of its data, the second time without sending it again', async () => {
    await stage.start();
    for (let i = 0; i < 2; i++) {
      await stage.publish(fakeJob('read content'));
      expect(await stage.results(1)).toMatchObject([{ result: { reason: 'no table' } }]);
    }
    expect(SPEC.bytes.length).toBeGreaterThan(0);
  });

  it('names the open trials of a job that it died at, with what it said last, and goes on with another', async () => {
    await stage.start();
    const dying = fakeJob('exit after a milestone', { epochs: [1, 2, 3] });
    await stage.publish(dying);
    expect(ids(await stage.results(1))).toEqual(trialsOf(dying).slice(0, 1));
    await until(() => stage.said('crashed').length > 0);
    expect(stage.said('crashed')).toEqual([
      {
        ...{ v: 4, kind: 'crashed', jobId: dying.id, sweepId: SWEEP, worker: 'w' },
        ...{ trialIds: trialsOf(dying).slice(1), reason: 'the process that trains ended with the code 3' },
      },
    ]);
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('outlives one that hangs, and charges the job for it', async () => {
    // Longer than the next process takes to start on a busy machine.
    await stage.start(1, { stallMs: 5000 });
    const hanging = fakeJob('hang');
    await stage.publish(hanging);
    await until(() => stage.said('crashed').length > 0);
    expect(stage.said('crashed')).toMatchObject([{ jobId: hanging.id, reason: 'no epoch ended within 5 s' }]);
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
  });

  it('outlives one that runs out of memory', async () => {
    await stage.start();
    await stage.publish(fakeJob('allocate too much'));
    await until(() => stage.said('crashed').length > 0);
    expect(stage.said('crashed')[0]).toMatchObject({
      reason: 'out of memory: Array buffer allocation failed',
    });
    await stage.publish(fakeJob('complete'));
    await stage.results(1);
  });

  it('tries half as many together where memory ran out', async () => {
    const worker = await stage.start(1, { cohort: 8 });
    const jobs = Array.from({ length: 8 }, () => fakeJob('take memory', { amount: 2, attempt: 1 }));
    await stage.publish(...jobs);
    await stage.results(8);
    await until(() => worker.capacity() < 8);
    expect(stage.said('crashed')).toEqual([]);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('lets go of a cancelled sweep’s job at its next epoch', async () => {
    await stage.start();
    const long = fakeJob('take time', { epochs: [1000], amount: 20 });
    await stage.publish(long);
    await until(() => stage.said('epoch').length > 0);
    stage.bus.publishControl({ v: 4, action: 'let go', why: 'cancelled', sweepId: SWEEP });
    await until(() => stage.said('released').length > 0);
    expect(stage.said('released')).toMatchObject([{ jobId: long.id, trialIds: trialsOf(long) }]);
    expect(await stage.isEmpty()).toBe(true);
  });

  it('gives its jobs back to the bus when it stops', async () => {
    const worker = await stage.start();
    await stage.publish(fakeJob('take time', { epochs: [1000], amount: 20 }));
    await until(() => stage.said('epoch').length > 0);
    await worker.stop({ graceMs: 200 });
    expect(stage.events).toContainEqual(expect.objectContaining({ kind: 'given_back' }));
    expect(await stage.bus.messagesLeft()).toBe(1);
  });

  it('gives the jobs of a lost device back and charges none of them; a process that has it again goes on', async () => {
    await stage.start(1, { cohort: 4 });
    // Lost again and again: by each process once, and by the first that goes on not at all.
    const jobs = Array.from({ length: 4 }, () => fakeJob('lose the device', { amount: 1, attempt: 1 }));
    await stage.publish(...jobs);
    await until(() => stage.events.filter(({ kind }) => kind === 'given_back').length >= 4);
    expect(stage.said('crashed')).toEqual([]);
    expect(stage.events).toContainEqual({
      ...{ kind: 'crashed', jobId: null, trialIds: [] },
      reason: 'Card 5 was lost: as told.',
    });
  });
});
