import { expect, test } from 'vitest';
import { type GpuWorkers, planWorkers } from './plan.ts';

const gpus = [0, 2].map((index) => ({ index, name: 'T4', bytes: null, driver: null }));
const common: GpuWorkers = {
  runs: { kind: 'tfjs', backend: 'tensorflow-gpu' },
  byName: false,
  ...{ global: ['--bus', 'nats://h:1'], name: 'node', slots: 1, cohort: 'auto', labels: ['a', 'gpu'] },
  ...{ nativeFolder: '/n', drainSeconds: 20, stallSeconds: 600, cacheDir: '/c' },
  health: { host: '0.0.0.0', port: 9464 },
};

test('a worker a GPU, which sees that one alone', () => {
  const workers = planWorkers(gpus, common);
  expect(workers.map(({ name, env }) => [name, env['CUDA_VISIBLE_DEVICES']])).toEqual([
    ['node-gpu0', '0'],
    ['node-gpu2', '2'],
  ]);
  for (const { env } of workers) expect(env['CUDA_DEVICE_ORDER']).toBe('PCI_BUS_ID');
  expect(workers[1]!.args.join(' ')).toBe(
    '--bus nats://h:1 worker --engine tfjs --backend tensorflow-gpu --name node-gpu2 --slots 1 --cohort auto ' +
      '--drain-seconds 20 --stall-seconds 600 --cache-dir /c --labels a,gpu --native-folder /n --health 0.0.0.0:9465',
  );
});

test('programs are run in place of an engine', () => {
  const [worker] = planWorkers(gpus, { ...common, runs: 'programs.yaml' });
  expect(worker!.args.join(' ')).toContain('worker --programs programs.yaml --name node-gpu0');
  expect(worker!.args.join(' ')).not.toContain('--engine');
});

test('options that were not given are not passed on; port 0 stays 0', () => {
  const [worker] = planWorkers(gpus, { ...common, labels: [], nativeFolder: undefined, health: null });
  expect(worker!.args.join(' ')).not.toMatch(/--labels|--native-folder|--health/);
  const [, second] = planWorkers(gpus, { ...common, health: { host: '::1', port: 0 } });
  expect(second!.args.at(-1)).toBe('[::1]:0');
});

test('an engine that knows GPUs by their names is told them', () => {
  const two = [gpus[0]!, { index: 3, name: 'L4', bytes: null, driver: null }];
  const workers = planWorkers(two, {
    ...common,
    ...{ runs: { kind: 'card', backend: null }, byName: true, recheckOneIn: 50 },
  });
  expect(workers.map(({ name, args }) => [name, args[args.indexOf('--device') + 1]])).toEqual([
    ['node-gpu0', 'T4'],
    ['node-gpu3', 'L4'],
  ]);
  expect(workers[0]!.args.join(' ')).toContain('--engine card --device T4 --recheck-one-in 50 --name');
});
