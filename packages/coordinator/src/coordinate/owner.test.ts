import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isGone, processOf, runOwner } from './owner.ts';

test('the owner of a run names its process', () => {
  expect(processOf(runOwner())).toEqual({ host: hostname(), pid: process.pid });
  expect(processOf('fe80::1:17:a-b')).toEqual({ host: 'fe80::1', pid: 17 });
  expect(processOf('stopping:a-b')).toBeNull();
  expect(processOf('rm-17')).toBeNull();
});

test('a process of this machine is gone once it has ended; of another one nothing is known', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  expect(isGone({ host: hostname(), pid })).toBe(true);
  expect(isGone({ host: hostname(), pid: process.pid })).toBe(false);
  expect(isGone({ host: 'elsewhere.invalid', pid })).toBe(false);
});
