import { RUN_LEASE_MS } from '@latentsweep/bus';
import { createMemoryStore } from '@latentsweep/store/memory';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newSweep } from '../coordinate/fixtures/sweep.ts';
import { inTurn } from './turn.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function begun() {
  const store = createMemoryStore({ now: () => Date.now() });
  const { sweep } = await store.createSweep(newSweep);
  const isFree = () => store.acquireRun(sweep.id, 'another', RUN_LEASE_MS);
  return { store, sweep, isFree };
}

test('a turn that takes long keeps its lease, and gives it back', async () => {
  const { store, sweep, isFree } = await begun();
  const free = inTurn({ store, sweep, owner: 'me' }, async () => {
    await vi.advanceTimersByTimeAsync(4 * RUN_LEASE_MS);
    return isFree();
  });
  expect(await free).toBe(false);
  expect(await isFree()).toBe(true);
});

test('a lease that ran out is not renewed: another may have had a turn meanwhile', async () => {
  const { store, sweep, isFree } = await begun();
  const stalled = { ...store, acquireRun: vi.fn(store.acquireRun) };
  const free = inTurn({ store: stalled, sweep, owner: 'me' }, async () => {
    stalled.acquireRun.mockRejectedValue(new Error('away'));
    await vi.advanceTimersByTimeAsync(RUN_LEASE_MS + 1);
    stalled.acquireRun.mockImplementation(store.acquireRun);
    await vi.advanceTimersByTimeAsync(RUN_LEASE_MS);
    return isFree();
  });
  expect(await free).toBe(true);
});
