import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, createMemoryBus, type LetGo } from '@latentsweep/bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planTrials } from '../plan/trials.ts';
import type { CoordinateOptions, RunStatus, SweepDefinition } from '../port.ts';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { coordinate } from './coordinate.ts';
import { FakeStore } from './fixtures/fake-store.ts';
import { type Answer, completed, FakeWorker } from './fixtures/fake-worker.ts';
import { definition, spec, sweep, TRIALS } from './fixtures/sweep.ts';

let bus: Bus;
let store: FakeStore;
let worker: FakeWorker;
let aborter: AbortController;
let statuses: RunStatus[];
let asked: Set<LetGo>;

beforeEach(() => {
  bus = createMemoryBus({ queueLimit: 16 });
  store = new FakeStore(sweep);
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

function run(changes: Partial<CoordinateOptions> = {}) {
  return coordinate({
    store: store.asStore(),
    bus,
    sweep: store.sweepRow,
    definition,
    dataset: {
      spec,
      fingerprint: sweep.datasetFingerprint,
      content: null,
    },
    signal: aborter.signal,
    slots: () => 2,
    onStatus: (status) => statuses.push(status),
    ...changes,
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(2);
}

const nothingRuns = async () => {
  expect(store.counts().running).toBe(0);
  expect(store.owner).toBeNull();
  expect(await bus.purgeJobs(sweep.id)).toEqual([]);
};

describe('Coordinating a sweep', () => {
  it('ends every trial once and completes the sweep', async () => {
    work();
    const outcome = await run();
    expect(outcome).toMatchObject({ state: 'completed', reason: null, counts: { completed: TRIALS } });
    expect(store.written.toSorted((a, b) => a - b)).toEqual(Array.from({ length: TRIALS }, (_, i) => i + 1));
    expect(store.sweepRow.state).toBe('completed');
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
    const all = () => store.rows.map(({ configHash, replicate }) => `${configHash}/${replicate}`);

    it('runs the baselines first, and every trial once', async () => {
      work(() => completed(0.5));
      expect(await run({ definition: compared })).toMatchObject({ counts: { completed: 4 * TRIALS } });
      expect(new Set(all()).size).toBe(4 * TRIALS);
      const ran = worker.jobs.map(({ config }) => config['arm']);
      expect(new Set(ran.slice(0, TRIALS / 2))).toEqual(new Set(['oversample']));
      expect(ran.slice(TRIALS / 2)).not.toContain('oversample');
    });

    it('goes on where a version stopped that had another order', async () => {
      const { configs, cursor } = sampleOf(createSearcher(compared), 100);
      const context = { replicates: 2, sweepSeed: 1, datasetFingerprint: 'f', engine: sweep.engine };
      await store.asStore().expand(sweep.id, planTrials(configs, context), cursor, false, '');
      work(() => completed(0.5));
      expect(await run({ definition: compared })).toMatchObject({ counts: { completed: 4 * TRIALS } });
      expect(new Set(all()).size).toBe(4 * TRIALS);
    });
  });

  it('keeps few trials on their way while none ends', async () => {
    work(() => 'keep');
    const running = run();
    await until(() => worker.kept === 4);
    await sleep(50);
    expect(store.mostInFlight).toBeLessThanOrEqual(8);
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
    const ends = store.rows.filter(({ config }) => config['minority_rate'] === 0.07);
    const failed = { error: 'singular' };
    const diverged = { epoch: 2, reason: 'The loss is NaN.' };
    expect(ends.map(({ result }) => result)).toMatchObject([failed, failed, diverged, diverged]);
  });

  it('stops when the first trials fail, with the reason', async () => {
    work(() => ({ outcome: 'failed', error: 'No such kernel.' }));
    const outcome = await run();
    expect(outcome.state).toBe('failed');
    expect(outcome.reason).toMatch(
      /^\d+ of the first \d+ training runs failed, the last one with: No such kernel\.$/,
    );
    expect(store.sweepRow).toMatchObject({ state: 'failed', reason: outcome.reason });
    expect(store.counts().queued).toBeGreaterThan(100);
    await nothingRuns();
  });

  it.each(['paused', 'cancelled'] as const)('stops when the sweep is %s from elsewhere', async (state) => {
    let answered = 0;
    work(({ config }) => (++answered > 20 ? 'keep' : accuracy(config)));
    const running = run();
    await until(() => worker.kept > 0);
    store.setState(state, 'from elsewhere');
    const outcome = await running;
    expect(outcome).toMatchObject({ state, reason: 'from elsewhere' });
    const { completed: done, queued, cancelled } = store.counts();
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
    expect(store.counts()).toMatchObject({ completed: 31, queued: TRIALS - 31 });
    expect(asked).toEqual(new Set(['ending']));
    await nothingRuns();

    worker.stop();
    work();
    aborter = new AbortController();
    expect((await run()).state).toBe('completed');
    expect(new Set(store.written).size).toBe(TRIALS);
    expect(store.written.length).toBe(TRIALS);
  });

  it('runs again what a coordinator that was killed had claimed', async () => {
    const killed = store.asStore();
    work(() => 'keep');
    const running = run();
    await until(() => worker.kept > 0);
    const claimed = store.counts().running;
    aborter.abort();
    await running;
    store.owner = 'killed';
    await killed.claim(sweep.id, claimed, 'killed', 1000);
    store.owner = null;
    worker.stop();
    work();
    aborter = new AbortController();
    expect((await run()).counts.completed).toBe(TRIALS);
  });

  it('begins where another process, which it had to wait for, has left off', async () => {
    store.owner = 'another';
    work();
    const running = run();
    const { configs, cursor } = sampleOf(createSearcher(definition), 30);
    const context = { replicates: 2, sweepSeed: 1, datasetFingerprint: 'f', engine: 'fake@1' };
    await store.asStore().expand(sweep.id, planTrials(configs, context), cursor, false, 'another');
    store.owner = null;
    expect((await running).counts.completed).toBe(TRIALS);
    expect(store.expansions).toBe(TRIALS);
  });

  it('stops when another process takes the sweep over', async () => {
    work(() => 'keep');
    const running = run();
    running.catch(() => {});
    await until(() => worker.kept > 0);
    store.owner = 'another';
    await expect(running).rejects.toMatchObject({ code: 'sweep_taken_over' });
    expect(store.owner).toBe('another');
    await until(() => worker.kept === 0);
  });

  it('leaves the trials of a sweep that is taken over while it drains to the one that took it', async () => {
    work(() => 'keep');
    const running = run();
    running.catch(() => {});
    await until(() => worker.kept > 0);
    worker.stop();
    store.setState('paused');
    await sleep(600);
    store.owner = 'another';
    await expect(running).rejects.toMatchObject({ code: 'sweep_taken_over' });
    expect(store.counts().running).toBeGreaterThan(0);
  });

  it('is not held up by a bus that is full', async () => {
    work();
    worker.stop();
    const running = run({ slots: () => 40 });
    await until(() => store.counts().running > 2 * 16);
    store.setState('paused', 'lunch');
    expect(await running).toMatchObject({ state: 'paused', reason: 'lunch', counts: { queued: TRIALS } });
    await nothingRuns();
  });

  it('says why workers do not take its jobs', async () => {
    work();
    worker.stop();
    const running = run();
    const declined = { v: 3, kind: 'declined', jobId: '5.1.1', sweepId: sweep.id, worker: 'w' } as const;
    await until(() => statuses.length > 0);
    bus.publishProgress({ ...declined, reason: 'w has the engine a@1, not b@1' });
    await until(() => statuses.at(-1)?.notice === 'w has the engine a@1, not b@1');
    aborter.abort();
    await running;
  });

  it.each(['before', 'after'] as const)(
    'loses and doubles nothing when the store goes away %s any step',
    async (when) => {
      store.losesConnection = () => (Math.random() < 0.3 ? when : null);
      work();
      expect((await run()).counts.completed).toBe(TRIALS);
      expect(store.written.length).toBe(TRIALS);
      expect(new Set(store.written).size).toBe(TRIALS);
      expect(store.rows.length).toBe(TRIALS);
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
      if (++answered === 10) store.fault = new Error('column is missing');
      return accuracy(config);
    });
    await expect(run()).rejects.toThrow('column is missing');
  });
});
