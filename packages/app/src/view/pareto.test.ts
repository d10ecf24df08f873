import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openStore, type Store } from '@latentsweep/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenConfig, sweepOf } from '../figure/fixtures/sweep-of.ts';
import { objectivesOf, shownBeside } from '../text/objectives.ts';
import { paretoFront } from './pareto.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentsweep-pareto-'));
let store: Store;

beforeAll(async () => {
  store = await openStore({ location: folder, lingerMs: 0 });
}, 60_000);
afterAll(async () => {
  await store?.close();
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
});

const config = (dropout: number, accuracy: number, loss: number | null): GivenConfig => ({
  config: { arm: 'smote', dropout },
  values: [accuracy - 0.01, accuracy + 0.01],
  measures: { val_accuracy: 0.5, ...(loss === null ? {} : { test_log_loss: loss }) },
});

test('configs that none beats in all metrics, each by its own direction, ranked by the first', async () => {
  const sweep = await sweepOf(store, [
    config(0.1, 0.9, 0.6),
    config(0.2, 0.8, 0.7),
    config(0.3, 0.7, 0.3),
    config(0.4, 0.6, 0.2),
    config(0.5, 0.5, 0.4),
    config(0.6, 0.95, null),
  ]);
  const { table, notes } = await paretoFront(store, sweep, { metrics: ['test_accuracy', 'test_log_loss'] });
  const cell = (name: string) => table.rows.map((row) => row[table.columns.indexOf(name)]);
  expect(cell('dropout')).toEqual([0.1, 0.3, 0.4]);
  expect(cell('test_log_loss')).toEqual([0.6, 0.3, 0.2]);
  expect(notes).toEqual([
    '3 of 5 configs, by their means: no other is as good in all of test_accuracy (more is better), test_log_loss (less is better) and better in one.',
    'Left out: 1 config without a value of each.',
  ]);
  const among = await paretoFront(store, sweep, {
    metrics: ['test_log_loss', 'test_accuracy'],
    where: 'dropout > 0.35 and dropout < 0.55',
  });
  expect(among.table.rows.length).toBe(1);
});

test('what breaks a constraint is no alternative', async () => {
  const configs = [config(0.1, 0.9, 0.6), config(0.2, 0.8, 0.7), config(0.3, 0.7, 0.3)];
  const definition = { constraints: [{ measure: 'val_f1', max: 0.5 }] };
  const given = configs.map((one, i) => ({ ...one, measures: { ...one.measures, val_f1: i === 0 ? 1 : 0 } }));
  const sweep = await sweepOf(store, given, { definition });
  const { table, notes } = await paretoFront(store, sweep, { metrics: ['test_accuracy', 'test_log_loss'] });
  expect(table.rows.map((row) => row[table.columns.indexOf('dropout')])).toEqual([0.2, 0.3]);
  expect(notes[1]).toBe('Left out: 1 config that breaks a constraint.');
});

test('of a mean over fewer replicates than others it is said', async () => {
  const sweep = await sweepOf(store, [
    { ...config(0.1, 0.9, 0.6), values: [0.9, null] },
    config(0.2, 0.8, 0.5),
  ]);
  const { notes } = await paretoFront(store, sweep, { metrics: ['test_accuracy', 'test_log_loss'] });
  expect(notes[1]).toBe('1 of them by fewer than 2 replicates: luck weighs more there.');
});

test('one metric and unknown ones are refused; without results the front is empty', async () => {
  const sweep = await sweepOf(store, [{ ...config(0.1, 0.9, 0.6), values: [null] }]);
  const front = (...metrics: string[]) => paretoFront(store, sweep, { metrics });
  await expect(front('test_accuracy')).rejects.toMatchObject({ code: 'few_metrics' });
  await expect(front('test_accuracy', 'test_accuracy')).rejects.toMatchObject({ code: 'few_metrics' });
  await expect(front('test_accuracy', 'loss')).rejects.toMatchObject({ code: 'unknown_metric' });
  await expect(front('accuracy', 'test_log_loss')).rejects.toMatchObject({ code: 'unknown_metric' });
  expect((await front('test_accuracy', 'test_log_loss')).table.rows).toEqual([]);
});

test('objectives of a sweep: their goals are its own, and they stand beside a ranking by another', async () => {
  const metrics = [
    { name: 'test_accuracy', goal: 'maximize' },
    { name: 'test_log_loss', goal: 'maximize' },
  ] as const;
  const sweep = await sweepOf(store, [config(0.1, 0.9, 0.6), config(0.2, 0.8, 0.7), config(0.3, 0.7, 0.3)], {
    definition: { metrics },
  });
  const asked = objectivesOf(sweep);
  expect(asked).toEqual(['test_accuracy', 'test_log_loss']);
  const { table, notes } = await paretoFront(store, sweep, { metrics: asked });
  expect(table.rows.map((row) => row[table.columns.indexOf('dropout')])).toEqual([0.1, 0.2]);
  expect(notes[0]).toContain('test_log_loss (more is better)');
  expect(shownBeside(sweep, 'test_accuracy')).toEqual(['test_log_loss']);
  expect(shownBeside(sweep, 'val_f1', ['val_ece', 'test_log_loss'])).toEqual([
    ...['test_accuracy', 'test_log_loss', 'val_ece'],
  ]);
  const plain = await sweepOf(store, [config(0.1, 0.9, 0.6)]);
  expect(objectivesOf(plain)).toEqual(['test_accuracy']);
  expect(shownBeside(plain, 'val_f1')).toEqual([]);
});
