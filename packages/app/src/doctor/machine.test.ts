import { expect, test } from 'vitest';
import { isOldNode, machineChecks } from './machine.ts';

const machine = { node: 'v24.1.0', platform: 'linux-x64', cores: 2, memoryBytes: 8e9, freeBytes: 4e9 };

test('a machine that will do', () => {
  const seen = machineChecks(machine).map(({ name, state, found }) => [state, name, found]);
  expect(seen).toEqual([
    ['ok', 'node', 'v24.1.0 on linux-x64'],
    ['ok', 'cores', '2, so 2 threads train by default'],
    ['ok', 'memory', '8.00 GB, 4.00 GB of it free'],
  ]);
});

test('an old Node is wrong, tight memory is a note, both with a fix', () => {
  const checks = machineChecks({ ...machine, node: 'v20.20.2', freeBytes: 0.25e9 });
  expect(checks.map((c) => c.state)).toEqual(['wrong', 'ok', 'warning']);
  expect(checks[2]?.fix).toContain('--slots 1');
  expect(checks[0]?.fix).toMatch(/^Node 22\.18 or newer/);
});

test.each([
  ['v22.17.9', true],
  ['v22.18.0', false],
  ['v24.0.0', false],
  ['v20.20.2', true],
])('%s is old: %s', (version, old) => {
  expect(isOldNode(version)).toBe(old);
});
