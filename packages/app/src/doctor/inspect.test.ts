import { ENGINES } from '@latentsweep/worker';
import { expect, it } from 'vitest';
import { inspectBackend } from './inspect.ts';

it('reports a backend that works with what a step costs', async () => {
  const report = await inspectBackend(ENGINES, { kind: 'tfjs', backend: 'wasm' });
  if (!report.works) throw new Error(report.reason);
  expect(report.step.alone).toBeGreaterThan(0);
  expect(report.step.together).toBeGreaterThan(0);
});

it('reports one that does not with why and what to do', async () => {
  const nowhere = { kind: 'tfjs', backend: 'tensorflow-gpu', nativeFolder: '/nowhere' };
  expect(await inspectBackend(ENGINES, nowhere)).toEqual({
    works: false,
    reason: 'libtensorflow is not installed',
    fix: expect.stringContaining('sweep setup tensorflow --gpu'),
  });
});
