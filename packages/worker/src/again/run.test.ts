import {
  canonicalConfig,
  createReferenceEngine,
  DECK_COEFFICIENTS,
  loadDataset,
  prepareDataset,
  runTrials,
  type SimulatedSpec,
  seedFromHex,
  type TrialResult,
} from '@latentsweep/core';
import { expect, test } from 'vitest';
import { runAgain, runScript } from './run.ts';
import type { AgainTask } from './task.ts';

const spec: SimulatedSpec = {
  kind: 'simulated',
  train: 300,
  validation: 50,
  test: 60,
  coefficients: [DECK_COEFFICIENTS],
  intercepts: [0],
};
const config = canonicalConfig({
  arm: 'vae_mixing',
  minority_rate: 0.5,
  batch_size: 20,
  classifier_epochs: 1,
  epochs: 2,
});
const task: AgainTask = {
  engine: { kind: 'reference' },
  config,
  seed: '12345678deadbeef',
  spec,
  content: null,
};

/** A script of a thread. */
const script = (text: string) => new URL(`data:text/javascript,${encodeURIComponent(text)}`);

test('a thread of its own finds what the trial loop finds, and tells row by row how', async () => {
  const engine = createReferenceEngine();
  const seed = seedFromHex(task.seed);
  const data = loadDataset(engine, prepareDataset(spec, seed, null));
  const results: TrialResult[] = [];
  await runTrials(engine, [{ config, seed, data, milestones: [2] }], {
    onMilestone: (_, __, result) => results.push(result),
  });
  const { engine: by, result, predictions } = await runAgain(task);
  expect(by.id.kind).toBe('reference');
  expect([result]).toEqual(results);
  const { test: rows, validation, classes, rows: shown } = predictions!;
  expect([rows.labels.length, validation.labels.length, classes.length]).toEqual([60, 50, 2]);
  const { made, real, columns, projection } = shown!;
  expect(columns.map(({ name }) => name)).toEqual([
    'x1',
    'x2',
    'x3',
    'x4',
    'x5',
    'x6',
    'x7',
    'x8',
    'x9',
    'x10',
  ]);
  expect(columns[9]!.made).toHaveLength(made.count);
  expect(columns[9]!.real).toHaveLength(real.count);
  expect([projection.made.length, projection.real.length]).toEqual([2 * made.count, 2 * real.count]);
  expect(projection.explained[0]).toBeGreaterThanOrEqual(projection.explained[1]);
});

test('a trial that diverges has no predictions', async () => {
  const wild = canonicalConfig({ arm: 'none', learning_rate: Number.MAX_VALUE, classifier_epochs: 2 });
  const { result, predictions } = await runAgain({ ...task, config: wild });
  expect([result.outcome, predictions]).toEqual(['diverged', null]);
});

test('what is wrong with the data is told as it is without a thread', async () => {
  const coefficients = [[0], [-1000]];
  await expect(
    runAgain({ ...task, spec: { ...spec, coefficients, intercepts: [0, -1000] } }),
  ).rejects.toMatchObject({ code: 'class_without_rows', hint: expect.stringContaining('dataset.train') });
});

test('it ends when it is told to, whatever the thread is at', async () => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const asked = runScript(script('setInterval(() => {}, 1000)'), task, { signal: stop.signal });
  stop.abort(reason);
  await expect(asked).rejects.toBe(reason);
});

test('it is given up half way, between two epochs', async () => {
  const long = canonicalConfig({ ...config, arm: 'oversample', epochs: 100_000 });
  const stop = new AbortController();
  const epochs: number[] = [];
  const onEpoch = (epoch: number) => {
    epochs.push(epoch);
    stop.abort();
  };
  const asked = runAgain(
    { ...task, engine: { kind: 'simd' }, config: long },
    { signal: stop.signal, onEpoch },
  );
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  expect(epochs[0]).toBeGreaterThan(0);
  expect(epochs[0]).toBeLessThan(100_000);
});

test.for([
  ['process.exit(3)', 'its thread ended with the code 3'],
  ["throw new RangeError('Array buffer allocation failed')", 'out of memory: Array buffer allocation failed'],
  ['setInterval(() => {}, 1000)', 'no epoch ended within 0.05 s'],
])('a thread that dies or hangs is told: %s', async ([text, reason]) => {
  const options = text!.startsWith('setInterval') ? { stallMs: 50 } : {};
  await expect(runScript(script(text!), task, options)).rejects.toMatchObject({
    code: 'again_failed',
    message: `The trial could not be trained again: ${reason}.`,
  });
});
