import type { BegunTrial, KnownSweep, Reading } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { gatherTimeline, timelineOf } from './timeline.ts';

const begun = (given: Partial<BegunTrial>): BegunTrial => ({
  ...{ id: 1, arm: 'smote', state: 'completed', attempt: 1, worker: 'a', reused: false },
  ...{ from: 0, to: 1200, seconds: 1.2 },
  ...given,
});
const sweep = { id: 1, slug: 'deck', word: 'deck', metric: 'test_accuracy', goal: 'maximize' } as KnownSweep;
const storeOf = (trials: readonly BegunTrial[], of = trials.length) =>
  ({
    begunTrials: async () => ({ trials, of, now: 2000 }),
    sweep: async () => sweep,
  }) as unknown as Reading;
const gather = (...given: Parameters<typeof storeOf>) =>
  gatherTimeline(storeOf(...given), sweep, { figure: 'timeline' });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('few trials are shown one by one, the busiest worker first; what runs lasts until now', () => {
  const { from, to, workers, moreWorkers, ended } = timelineOf(
    [
      begun({ id: 1, worker: 'a', from: 100, to: 400 }),
      begun({ id: 2, worker: 'b', from: 300, to: null, state: 'running' }),
      begun({ id: 3, worker: 'b', from: 100, to: 200, state: 'failed', attempt: 2 }),
      begun({ id: 4, worker: null, from: 100, to: 150, state: 'quarantined' }),
    ],
    1300,
  );
  expect([from, to, moreWorkers]).toEqual([100, 1300, 0]);
  expect(workers.map(({ worker, trials }) => [worker, trials.map(({ id }) => id)])).toEqual([
    ['b', [3, 2]],
    ['a', [1]],
    ['unknown', [4]],
  ]);
  expect(workers[0]!.trials).toEqual([
    { id: 3, from: 100, to: 200, state: 'failed', attempt: 2 },
    { id: 2, from: 300, to: null, state: 'running', attempt: 1 },
  ]);
  expect(workers.every(({ busy }) => busy.length === 0)).toBe(true);
  // Parts of 10 ms: the ends at 400, 200 and 150.
  expect(ended).toHaveLength(120);
  expect(ended.flatMap((count, part) => (count > 0 ? [[part, count]] : []))).toEqual([
    [5, 1],
    [10, 1],
    [30, 1],
  ]);
});

test('many trials are shown as how busy each worker was', () => {
  // Two at a time for half of the time, then one, each for 10 ms.
  const trials = Array.from({ length: 2400 }, (_, id) => {
    const at = id < 1600 ? Math.floor(id / 2) : id - 800;
    return begun({ id, from: at * 10, to: at * 10 + 10 });
  });
  const { workers, ended } = timelineOf(trials, 0);
  expect(workers[0]!.trials).toEqual([]);
  expect(workers[0]!.busy).toHaveLength(120);
  for (const [part, mean] of workers[0]!.busy.entries()) expect(mean).toBeCloseTo(part < 60 ? 2 : 1, 9);
  expect(sum(ended)).toBe(2400);
});

test('each trial of a sample stands for several', () => {
  const trials = [begun({ from: 0, to: 600 }), begun({ id: 2, from: 600, to: 1200 })];
  const { workers, ended } = timelineOf(trials, 0, 50);
  expect(workers[0]!.trials).toEqual([]);
  for (const mean of workers[0]!.busy) expect(mean).toBeCloseTo(50, 9);
  expect(sum(ended)).toBe(100);
});

test('of many workers the busiest forty, the others counted', () => {
  const trials = Array.from({ length: 45 }, (_, i) =>
    begun({ id: i, worker: `w${i}`, from: 0, to: 100 + i }),
  );
  const { workers, moreWorkers } = timelineOf(trials, 0);
  expect([workers.length, workers[0]!.worker, moreWorkers]).toEqual([40, 'w44', 5]);
});

test('one trial that took no time', () => {
  const { from, to, ended } = timelineOf([begun({ from: 5, to: 5 })], 5);
  expect([from, to, sum(ended)]).toEqual([5, 15, 1]);
});

test('what was reused is said and not shown; a sample says of how many', async () => {
  const trials = [begun({}), begun({ id: 2, reused: true, from: -9e9, to: -8e9 })];
  expect(await gather(trials)).toMatchObject({
    ...{ from: 0, by: 'test_accuracy', maximize: true, where: null },
    sample: { shown: 1, of: 1, what: 'trials' },
    notes: ['1 trial took over results of earlier sweeps: they are not shown.'],
  });
  expect(await gather(trials, 200)).toMatchObject({
    sample: { shown: 2, of: 200 },
    notes: ['About 50% of the trials took over results of earlier sweeps: they are not shown.'],
  });
});

test('nothing was begun, everything was reused, the sweep is gone', async () => {
  await expect(gather([])).rejects.toMatchObject({
    code: 'nothing_to_draw',
    message: 'No trial of deck has begun.',
  });
  await expect(gather([begun({ reused: true })])).rejects.toMatchObject({
    message: expect.stringContaining('nobody worked'),
  });
  const gone = { ...storeOf([]), sweep: () => Promise.reject(new Error('gone')) };
  await expect(gatherTimeline(gone, sweep, { figure: 'timeline' })).rejects.toThrow('gone');
});
