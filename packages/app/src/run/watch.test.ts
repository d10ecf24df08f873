import { type Store, type Sweep, type TrialCounts, TryAgain } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { watch } from './watch.ts';

const NONE = {
  ...{ queued: 0, running: 0, completed: 0, diverged: 0, failed: 0 },
  quarantined: 0,
  cancelled: 0,
  reused: 0,
};

interface Look {
  readonly state: Sweep['state'];
  readonly counts?: Partial<TrialCounts>;
  readonly fails?: Error;
}

/** A store that shows one look after another; the last one stays. */
function storeShowing(looks: readonly Look[]): Store {
  let next = 0;
  let look = looks[0]!;
  return {
    sweep: () => {
      look = looks[Math.min(next++, looks.length - 1)]!;
      if (look.fails) return Promise.reject(look.fails);
      const { state } = look;
      return Promise.resolve({
        ...{ id: 1, slug: 'deck', state, reason: null, onCluster: true, plannedTrials: 4 },
        ...{ expanded: true, engine: 'simd@1', definition: { dataset: { kind: 'simulated' } } },
      });
    },
    counts: () => Promise.resolve({ ...NONE, ...look.counts }),
    listWorkers: () => Promise.resolve([]),
    listTroubles: () => Promise.resolve([]),
    bestConfig: () => Promise.resolve(null),
    runningTrials: () => Promise.resolve([]),
    leader: () => Promise.resolve(null),
    runHolders: () => Promise.resolve(new Map()),
  } as unknown as Store;
}

async function watched(looks: readonly Look[], signal = new AbortController().signal) {
  const seen: string[] = [];
  const outcome = await watch(
    { store: storeShowing(looks), sweep: { id: 1, word: 'deck' }, engines: [], spell: String, lookMs: 1 },
    {
      signal,
      status: ({ counts }) => seen.push(`${counts.completed}`),
      note: (text) => seen.push(text),
    },
  );
  return { seen, outcome };
}

test('it watches to the end, and says what came of it', async () => {
  const { seen, outcome } = await watched([
    { state: 'running', counts: { queued: 4 } },
    { state: 'running', counts: { running: 2, completed: 2 } },
    { state: 'completed', counts: { completed: 4 } },
  ]);
  expect(seen).toEqual(['0', '2', '4']);
  expect(outcome).toMatchObject({ state: 'completed', counts: { completed: 4 }, seconds: null });
});

test('a paused sweep is watched until its workers have let go', async () => {
  const { seen, outcome } = await watched([
    { state: 'paused', counts: { running: 2 } },
    { state: 'paused', counts: { running: 1, completed: 1 } },
    { state: 'paused', counts: { queued: 1, completed: 1 } },
  ]);
  expect(seen).toEqual(['0', '1', '1']);
  expect(outcome.state).toBe('paused');
});

test('a store that goes away is waited for, and told once', async () => {
  const fails = new TryAgain('store_unreachable', 'refused', '');
  const away: Look = { state: 'running', fails };
  const { seen } = await watched([
    { state: 'running' },
    away,
    away,
    away,
    { state: 'completed', counts: { completed: 4 } },
  ]);
  expect(seen).toEqual([
    '0',
    'The store cannot be reached, trying again: refused',
    'The store can be reached again.',
    '4',
  ]);
});

test('what waiting cannot mend is thrown', async () => {
  const fails = new TypeError('a fault');
  await expect(watched([{ state: 'running', fails }])).rejects.toBe(fails);
});

test('it ends when the user wishes, with what was seen', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  const { outcome } = await watched([{ state: 'running', counts: { completed: 1 } }], stop.signal);
  expect(outcome).toMatchObject({ state: 'interrupted', counts: { completed: 1 } });
});
