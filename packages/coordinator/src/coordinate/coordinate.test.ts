import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type LetGo, packSpec } from '@latentsweep/bus';
import { AUGMENTATION } from '@latentsweep/core';
import { type Store, TakenOver, TryAgain } from '@latentsweep/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planTrials } from '../plan/trials.ts';
import type { CoordinateOptions, RunStatus, SweepDefinition } from '../port.ts';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { coordinate } from './coordinate.ts';
import { type Answer, completed, FakeWorker } from './fixtures/fake-worker.ts';
import { type StoreOfOne, storeOfOne } from './fixtures/store.ts';
import { definition, spec, TRIALS } from './fixtures/sweep.ts';

let bus: Bus;
let one: StoreOfOne;
let worker: FakeWorker;
let aborter: AbortController;
let statuses: RunStatus[];
let asked: Set<LetGo>;

beforeEach(async () => {
  bus = createMemoryBus({ queueLimit: 16 });
  one = await storeOfOne();
  aborter = new AbortController();
  statuses = [];
  asked = new Set();
  bus.onControl(({ why }) => asked.add(why));
});
afterEach(async () => {
  worker.stop();
  await bus.close();
});

const work = (answer: ConstructorParameters<typeof FakeWorker>[1] = ({ config }) => accuracy(config)) => {
  worker = new FakeWorker(bus, answer);
};
const accuracy = (config: Readonly<Record<string, unknown>>): Answer =>
  completed(config['minority_rate'] as number);

async function run(changes: Partial<CoordinateOptions> = {}) {
  return coordinate({
    store: one.store,
    bus,
    sweep: await one.sweepNow(),
    definition,
    dataset: {
      spec,
      fingerprint: packSpec(spec).sha256,
      content: null,
    },
    signal: aborter.signal,
    slots: () => 2,
    onStatus: (status) => statuses.push(status),
    ...changes,
  });
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(2);
}

const nothingRuns = async () => {
  expect((await one.counts()).running).toBe(0);
  expect(await one.holder()).toBeNull();
  expect(await bus.purgeJobs(one.sweep.id)).toEqual([]);
};

describe('Coordinating a sweep', () => {
  it('ends every trial once and completes the sweep', async () => {
    work();
    const outcome = await run();
    expect(outcome).toMatchObject({ state: 'completed', reason: null, counts: { completed: TRIALS } });
    expect((await one.rows()).every(({ attempt }) => attempt === 1)).toBe(true);
    expect((await one.sweepNow()).state).toBe('completed');
    expect(statuses.at(-1)).toMatchObject({
      total: TRIALS,
      endedHere: TRIALS,
      secondsLeft: 0,
      best: { value: 0.4, config: { minority_rate: 0.4 } },
      jobs: [],
    });
    await nothingRuns();
  });

  it('sends trials that differ only in epochs as one job', async () => {
    work();
    await run();
    expect(worker.jobs.length).toBe(TRIALS / 2);
    expect(
      worker.jobs.every(({ milestones }) => milestones.map(({ epochs }) => epochs).join() === '1,2'),
    ).toBe(true);
  });

  describe('with arms to compare', () => {
    const arms = ['none', 'oversample', 'placebo', 'vae_mixing'];
    const compared: SweepDefinition = {
      ...definition,
      parameters: [
        { name: 'arm', distribution: { kind: 'categorical', values: arms, probabilities: null } },
        ...definition.parameters.slice(1),
      ],
    };
    const places = async () =>
      new Set((await one.rows()).map((row) => `${row['config_hash']}/${row['replicate']}`));

    it('runs the baselines first, and every trial once', async () => {
      work(() => completed(0.5));
      expect(await run({ definition: compared })).toMatchObject({ counts: { completed: 4 * TRIALS } });
      expect((await places()).size).toBe(4 * TRIALS);
      const ran = worker.jobs.map(({ config }) => config['arm']);
      expect(new Set(ran.slice(0, TRIALS / 2))).toEqual(new Set(['oversample']));
      expect(ran.slice(TRIALS / 2)).not.toContain('oversample');
    });

    it('goes on where a version stopped that had another order', async () => {
      const { configs, cursor } = sampleOf(createSearcher(compared), 100);
      const context = { space: AUGMENTATION, replicates: 2, sweepSeed: 1, shared: 'f', engine: 'fake@1' };
      await one.takeAway('an older one');
      await one.store.expand(one.sweep.id, planTrials(configs, context), cursor, false, 'an older one');
      await one.store.releaseRun(one.sweep.id, 'an older one');
      work(() => completed(0.5));
      expect(await run({ definition: compared })).toMatchObject({ counts: { completed: 4 * TRIALS } });
      expect((await places()).size).toBe(4 * TRIALS);
    });
  });

  it('keeps few trials on their way while none ends', async () => {
    work(() => 'keep');
    const running = run();
    // A job and the next one for each of two slots, and a choice of two replicates: jobs of two trials each.
    await until(() => worker.kept >= 4);
    await sleep(50);
    expect(worker.kept).toBeLessThanOrEqual(6);
    expect((await one.counts()).running).toBeLessThanOrEqual(12);
    aborter.abort();
    expect((await running).state).toBe('interrupted');
  });

  it('records failed and diverged trials and completes all the same', async () => {
    const last = { classifier_loss: [Number.NaN] };
    work(({ config }, { epochs }) => {
      const whole = completed(0.5);
      if (whole.outcome !== 'completed') throw new Error();
      if (config['minority_rate'] !== 0.07) return whole;
      return epochs === 1
        ? { outcome: 'failed', error: 'singular' }
        : { outcome: 'diverged', epoch: 2, reason: 'The loss is NaN.', curves: { ...whole.curves, ...last } };
    });
    const outcome = await run();
    expect(outcome).toMatchObject({ state: 'completed', counts: { failed: 2, diverged: 2 } });
    const errors = (await one.rows()).flatMap(({ error }) => error ?? []);
    const diverged = 'Epoch 2: The loss is NaN.';
    expect(errors.sort()).toEqual([diverged, diverged, 'singular', 'singular']);
  });

  it('stops when the first trials fail, with the reason', async () => {
    work(() => ({ outcome: 'failed', error: 'No such kernel.' }));
    const outcome = await run();
    expect(outcome.state).toBe('failed');
    expect(outcome.reason).toMatch(
      /^\d+ of the first \d+ training runs failed, the last one with: No such kernel\.$/,
    );
    expect(await one.sweepNow()).toMatchObject({ state: 'failed', reason: outcome.reason });
    expect((await one.counts()).queued).toBeGreaterThan(100);
    await nothingRuns();
  });

  it.each(['paused', 'cancelled'] as const)('stops when the sweep is %s from elsewhere', async (state) => {
    let answered = 0;
    work(({ config }) => (++answered > 20 ? 'keep' : accuracy(config)));
    const running = run();
    await until(() => worker.kept > 0);
    await one.move(state, 'from elsewhere');
    const outcome = await running;
    expect(outcome).toMatchObject({ state, reason: 'from elsewhere' });
    const { completed: done, queued, cancelled } = await one.counts();
    expect(done).toBe(20);
    expect(state === 'paused' ? queued : cancelled).toBe(TRIALS - 20);
    expect(asked).toEqual(new Set([state]));
    await nothingRuns();
  });

  it('returns at once when aborted, and goes on where it was', async () => {
    let answered = 0;
    work(({ config }) => (++answered > 31 ? 'keep' : accuracy(config)));
    const running = run();
    await until(() => worker.kept > 0);
    aborter.abort();
    expect((await running).state).toBe('interrupted');
    expect(await one.counts()).toMatchObject({ completed: 31, queued: TRIALS - 31 });
    expect(asked).toEqual(new Set(['ending']));
    await nothingRuns();

    worker.stop();
    work();
    aborter = new AbortController();
    expect(await run()).toMatchObject({ state: 'completed', counts: { completed: TRIALS } });
  });

  it('runs again what a coordinator that was killed had claimed', async () => {
    work(() => 'keep');
    const running = run();
    await until(() => worker.kept > 0);
    const claimed = (await one.counts()).running;
    aborter.abort();
    await running;
    await one.takeAway('killed');
    await one.store.claim(one.sweep.id, claimed, 'killed', 1000);
    await one.store.releaseRun(one.sweep.id, 'killed');
    worker.stop();
    work();
    aborter = new AbortController();
    expect((await run()).counts.completed).toBe(TRIALS);
  });

  it('begins where another process, which it had to wait for, has left off', async () => {
    await one.takeAway();
    work();
    let asked = 0;
    const expand: Store['expand'] = (sweepId, trials, ...rest) => {
      asked += trials.length;
      return one.store.expand(sweepId, trials, ...rest);
    };
    const running = run({ store: { ...one.store, expand } });
    const { configs, cursor } = sampleOf(createSearcher(definition), 30);
    const context = { space: AUGMENTATION, replicates: 2, sweepSeed: 1, shared: 'f', engine: 'fake@1' };
    const there = planTrials(configs, context);
    await one.store.expand(one.sweep.id, there, cursor, false, 'another');
    await one.store.releaseRun(one.sweep.id, 'another');
    expect((await running).counts.completed).toBe(TRIALS);
    expect(asked).toBe(TRIALS - there.length);
  });

  it('stops when another process takes the sweep over', async () => {
    work(() => 'keep');
    const running = run();
    running.catch(() => {});
    await until(() => worker.kept > 0);
    await one.takeAway();
    await expect(running).rejects.toBeInstanceOf(TakenOver);
    expect(await one.holder()).toBe('another');
    await until(() => worker.kept === 0);
  });

  it('leaves the trials of a sweep that is taken over while it drains to the one that took it', async () => {
    work(() => 'keep');
    const running = run();
    running.catch(() => {});
    await until(() => worker.kept > 0);
    worker.stop();
    const drains = new Promise((resolve) => bus.onControl(resolve));
    await one.move('paused');
    await drains;
    await one.takeAway();
    await expect(running).rejects.toBeInstanceOf(TakenOver);
    expect((await one.counts()).running).toBeGreaterThan(0);
  });

  it('is not held up by a bus that is full', async () => {
    work();
    worker.stop();
    const running = run({ slots: () => 40 });
    await until(async () => (await one.counts()).running > 2 * 16);
    await one.move('paused', 'lunch');
    expect(await running).toMatchObject({ state: 'paused', reason: 'lunch', counts: { queued: TRIALS } });
    await nothingRuns();
  });

  it('says why workers do not take its jobs', async () => {
    work();
    worker.stop();
    const running = run();
    const declined = { v: 4, kind: 'declined', jobId: '1.1.1', sweepId: one.sweep.id, worker: 'w' } as const;
    await until(() => statuses.length > 0);
    bus.publishProgress({ ...declined, reason: 'w has the engine a@1, not b@1' });
    await until(() => statuses.at(-1)?.notice === 'w has the engine a@1, not b@1');
    aborter.abort();
    await running;
  });

  it.each(['asked', 'done'] as const)(
    'loses and doubles nothing when the store goes away where any step is %s',
    async (when) => {
      const away = new TryAgain('store_unreachable', 'read ECONNRESET', 'Wait.');
      work();
      const running = run();
      one.faults.onCall = (_, now) => {
        if (now === when && Math.random() < 0.3) throw away;
      };
      expect((await running).counts.completed).toBe(TRIALS);
      expect(statuses.at(-1)!.endedHere).toBeLessThanOrEqual(TRIALS);
      one.faults.onCall = () => {};
      expect(await one.rows()).toHaveLength(TRIALS);
      await nothingRuns();
    },
  );

  it('lets others have their turn when the bus was closed under it', async () => {
    work(() => 'keep');
    const running = run();
    await until(() => worker.kept > 0);
    await bus.close();
    await sleep(20);
    aborter.abort();
    expect((await running).state).toBe('interrupted');
  });

  it('throws at once what trying again cannot help', async () => {
    let answered = 0;
    work(({ config }) => {
      if (++answered === 10) {
        one.faults.onCall = () => {
          throw new Error('column is missing');
        };
      }
      return accuracy(config);
    });
    await expect(run()).rejects.toThrow('column is missing');
  });
});
