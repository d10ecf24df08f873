import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_COUNTS, seenWorker, sighting } from './fixtures.ts';
import { Follower } from './follower.ts';
import { heldByLost, leaseText } from './held.ts';
import { obstacleOf } from './obstacle.ts';
import { atWork, stateOfWorker } from './sighting.ts';

const WORDING = {
  word: '1',
  spell: (command: string) => `sweep ${command}`,
  workerWith: (engine: string) => (engine === 'simd@1' ? 'worker' : 'worker --gpus all'),
};

test.each([
  ['all is there', sighting(), null],
  ['a local sweep that is run', sighting({ leader: null, workers: [] }, { onCluster: false }), null],
  [
    'a local sweep that nobody runs',
    sighting({ led: false }, { onCluster: false }),
    'nobody runs it; go on with: sweep resume 1',
  ],
  ['no coordinator', sighting({ leader: null }), 'no coordinator is running; start one with: sweep serve'],
  ['no worker', sighting({ workers: [] }), 'no worker is there; start one with: sweep worker'],
  ['a bus that takes nothing', sighting({ troubles: ['NATS stores nothing'] }), 'NATS stores nothing'],
  [
    "no worker, for an engine that is not everyone's",
    sighting({ workers: [] }, { engine: 'tfjs@1-tensorflow-gpu' }),
    'no worker is there; start one with: sweep worker --gpus all',
  ],
  [
    'no worker with a GPU, for a sweep that needs one',
    sighting({ requires: ['gpu'] }, { engine: 'tfjs@1-tensorflow-gpu' }),
    'it waits for a worker with the label gpu: sweep worker --gpus all --labels gpu',
  ],
  [
    'only workers that are lost, draining or gone',
    sighting({
      workers: [
        seenWorker({ silentMs: 11_000 }),
        seenWorker({ state: 'draining' }),
        seenWorker({ state: 'gone' }),
      ],
    }),
    'no worker is there; start one with: sweep worker',
  ],
  [
    'no worker with its label',
    sighting({ requires: ['gpu'], workers: [seenWorker({ labels: ['cpu'] })] }),
    'it waits for a worker with the label gpu: sweep worker --labels gpu',
  ],
  [
    'no one worker with all its labels',
    sighting({
      requires: ['a100', 'gpu'],
      workers: [seenWorker({ labels: ['gpu'] }), seenWorker({ labels: ['a100'] })],
    }),
    'it waits for a worker with the labels a100 and gpu: sweep worker --labels a100,gpu',
  ],
  [
    'no worker that may run its program',
    sighting({ requires: ['program:train.py'] }, { engine: 'program@1' }),
    'it waits for a worker that declares the program train.py: sweep worker --programs programs.yaml',
  ],
  [
    'no worker at all, for a program that needs a label too',
    sighting({ requires: ['gpu', 'program:train.py'], workers: [] }, { engine: 'program@1' }),
    'it waits for a worker that declares the program train.py and has the label gpu: sweep worker --programs programs.yaml --labels gpu',
  ],
  [
    'another engine',
    sighting({
      requires: ['gpu'],
      workers: [
        seenWorker({ labels: ['gpu'], engine: 'simd@2' }),
        seenWorker({ labels: ['gpu'], engine: 'reference@1' }),
        seenWorker(),
      ],
    }),
    'it needs the engine simd@1, but the workers have reference@1, simd@2',
  ],
  [
    'nothing is left to do',
    sighting({ workers: [], counts: { ...NO_COUNTS, completed: 100 } }, { expanded: true }),
    null,
  ],
  ['it is paused', sighting({ leader: null, workers: [] }, { state: 'paused' }), null],
])('what holds it up: %s', (_, seen, obstacle) => {
  expect(obstacleOf(seen, WORDING)).toBe(obstacle);
});

test('a worker that left is gone, one that fell silent is lost', () => {
  expect(stateOfWorker({ state: 'working', silentMs: 9_999 })).toBe('working');
  expect(stateOfWorker({ state: 'draining', silentMs: 10_001 })).toBe('lost');
  expect(stateOfWorker({ state: 'gone', silentMs: 1e9 })).toBe('gone');
});

test('a sweep that goes well: rate, time left and workers', () => {
  const follower = new Follower(WORDING);
  const at = (completed: number, now: number) =>
    follower.see(sighting({ counts: { ...NO_COUNTS, queued: 100 - completed, completed } }), now);
  expect(at(40, 0)).toMatchObject({ endedHere: 0, trialsPerSecond: 0, secondsLeft: null, total: 100 });
  at(50, 1000);
  at(60, 2000);
  expect(at(70, 3000)).toMatchObject({
    endedHere: 30,
    trialsPerSecond: 10,
    secondsLeft: 3,
    workers: { count: 1, slots: 4 },
    notice: null,
  });
});

test('trials that were taken over are progress, not speed', () => {
  const follower = new Follower(WORDING);
  follower.see(sighting(), 0);
  const counts = { ...NO_COUNTS, queued: 10, completed: 90, reused: 90 };
  expect(follower.see(sighting({ counts }), 1000)).toMatchObject({ trialsPerSecond: 0, endedHere: 0 });
});

test('whatever is seen, numbers stay numbers and nothing is counted twice', () => {
  const state = fc.constantFrom(
    'queued',
    'running',
    'completed',
    'diverged',
    'failed',
    'quarantined' as const,
  );
  const step = fc.record({
    states: fc.array(state, { maxLength: 30 }),
    ms: fc.integer({ min: 0, max: 3000 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const follower = new Follower(WORDING);
      let now = 0;
      let most = 0;
      let first: number | null = null;
      for (const { states, ms } of steps) {
        now += ms;
        const counts = { ...NO_COUNTS };
        for (const name of states) (counts as Record<string, number>)[name]! += 1;
        const ended = states.filter((name) => name !== 'queued' && name !== 'running').length;
        first ??= ended;
        most = Math.max(most, ended);
        const status = follower.see(sighting({ counts }, { plannedTrials: 30 }), now);
        expect(status.endedHere).toBe(most - first);
        expect(status.trialsPerSecond).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(status.trialsPerSecond)).toBe(true);
        expect(status.secondsLeft === null || status.secondsLeft >= 0).toBe(true);
        expect(status.total).toBeGreaterThanOrEqual(states.length);
      }
    }),
  );
});

test('only workers that take jobs count', () => {
  const workers = [seenWorker(), seenWorker({ state: 'gone' }), seenWorker({ silentMs: 60_000 })];
  expect(atWork(workers)).toHaveLength(1);
});

test('trials of a worker that is lost wait for its lease', () => {
  const workers = [seenWorker(), seenWorker({ name: 'dead', silentMs: 12_000 })];
  const held = heldByLost(
    [
      { worker: 'w', leaseLeftMs: 19_000 },
      { worker: null, leaseLeftMs: 15_000 },
      { worker: 'dead', leaseLeftMs: 7_100 },
      { worker: 'dead', leaseLeftMs: 6_000 },
      { worker: 'unknown', leaseLeftMs: -10 },
    ],
    workers,
  );
  expect(held).toEqual([
    { worker: 'dead', trials: 2, leaseLeftMs: 7_100 },
    { worker: 'unknown', trials: 1, leaseLeftMs: 0 },
  ]);
  expect(leaseText(held)).toBe(
    '3 trials wait for the lease of worker dead and 1 more, which are lost: 8 s left',
  );
  expect(leaseText(held.slice(1))).toBe(
    '1 trial waits for the lease of worker unknown, which is lost: 0 s left',
  );
  expect(leaseText([])).toBeNull();
  const seen = sighting({ held: held.slice(0, 1), counts: { ...NO_COUNTS, completed: 98, running: 2 } });
  expect(new Follower(WORDING).see(seen, 0).notice).toMatch(/^2 trials wait for the lease of worker dead/);
});
