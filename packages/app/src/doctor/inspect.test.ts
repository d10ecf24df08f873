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

it('of an engine on a device it tells which, whose bits it has, and what bounds it', async () => {
  const [simd] = ENGINES;
  const { traits } = simd!.variants[0]!;
  const computedBy = { engine: 'card@1', device: 'Card 5', driver: '550.1' };
  const open = async (given: object) => ({
    ...(await simd!.open(null, {})),
    ...{ traits: { ...traits, ownProcess: true as const }, limits: { laneBytes: 9 }, ...given },
  });
  const told = async (given: object) => {
    const report = await inspectBackend([{ ...simd!, open: () => open(given) }], { kind: simd!.name });
    return report.works ? report.device : null;
  };
  expect(await told({ computedBy })).toMatch(/^Card 5, driver 550\.1: the bits of simd@\d+ \(laneBytes 9\)$/);
  expect(await told({ id: { kind: 'card', version: '1', backend: null, runtime: 'card-5' } })).toContain(
    'bits of its own, card@1:card-5',
  );
});
