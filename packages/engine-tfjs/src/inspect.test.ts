import { expect, it } from 'vitest';
import { inspectBackend } from './inspect.ts';

it('reports a backend that works with what a step costs', async () => {
  const report = await inspectBackend('wasm');
  expect(report).toMatchObject({ name: 'wasm', works: true, device: expect.stringContaining('WebAssembly') });
  if (!report.works) throw new Error(report.reason);
  expect(report.step.alone).toBeGreaterThan(0);
  expect(report.step.together).toBeGreaterThan(0);
});

it('reports one that does not with why and what to do', async () => {
  expect(await inspectBackend('tensorflow-gpu', { nativeFolder: '/nowhere' })).toMatchObject({
    name: 'tensorflow-gpu',
    works: false,
    reason: expect.stringContaining('@tensorflow/tfjs-node-gpu is not installed'),
    fix: expect.stringContaining('npm install'),
  });
});
