import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import type { RunHolder, Store, Sweep } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { ledSweeps, newestAtWork, stateForPeople } from './led.ts';

test('a sweep is led while its lease lasts; at an embedded store, no longer than its process lives', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const holders = new Map<number, RunHolder>([
    [1, { owner: `${hostname()}:${process.pid}:a`, leaseLeftMs: 1000 }],
    [2, { owner: `${hostname()}:${pid}:a`, leaseLeftMs: 1000 }],
    [3, { owner: 'elsewhere.invalid:1:a', leaseLeftMs: 1000 }],
    [4, { owner: 'a coordinator', leaseLeftMs: 1000 }],
  ]);
  const store = (kind: Store['location']['kind']) =>
    ({ location: { kind }, runHolders: () => Promise.resolve(holders) }) as unknown as Store;
  expect([...(await ledSweeps(store('embedded')))]).toEqual([1, 3, 4]);
  expect([...(await ledSweeps(store('postgres')))]).toEqual([1, 2, 3, 4]);
});

test('what is watched by default is at work, where any is', () => {
  expect(newestAtWork([7, 5, 2], new Set([5, 2]))).toBe(5);
  expect(newestAtWork([7, 5, 2], new Set())).toBe(7);
  expect(newestAtWork([], new Set([1]))).toBeNull();
});

test('a sweep whose process is gone is shown as stopped', () => {
  const running = { id: 3, state: 'running', onCluster: false } as Sweep;
  expect(stateForPeople(running, new Set([3]))).toBe('running');
  expect(stateForPeople(running, new Set([4]))).toBe('stopped');
  expect(stateForPeople({ ...running, onCluster: true }, new Set([4]))).toBe('waiting');
  expect(stateForPeople({ ...running, state: 'paused' }, new Set())).toBe('paused');
});
