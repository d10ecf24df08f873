import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openStore, type Store } from '@latentsweep/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GivenConfig, sweepOf } from '../figure/fixtures/sweep-of.ts';
import { gatherFigure } from '../figure/gather.ts';
import { importanceOf } from './importance.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentsweep-importance-'));
let store: Store;

beforeAll(async () => {
  store = await openStore({ location: folder, lingerMs: 0 });
}, 60_000);
afterAll(async () => {
  await store?.close();
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
});

/** `count` configs of two arms; dropout decides, and in the VAE's arm the size of the latent space a little. */
const configs = (count: number): GivenConfig[] =>
  Array.from({ length: count }, (_, i) => {
    const vae = i % 2 === 1;
    const dropout = ((i * 7) % count) / (2 * count);
    const latent = 2 + (Math.floor(i / 2) % 4);
    const value = 0.2 + dropout + (vae ? latent / 50 : 0);
    return {
      config: { arm: vae ? 'vae_mixing' : 'smote', dropout, ...(vae ? { latent_size: latent } : {}) },
      values: [value - 0.01, value + 0.01],
      measures: { test_log_loss: -value, val_log_loss: 0 },
    };
  });

test('both methods name what matters, PED-ANOVA as the figure has it; constants are left out', async () => {
  const sweep = await sweepOf(store, configs(60));
  const found = await importanceOf(store, sweep, {});
  const figure = await gatherFigure(store, sweep, { figure: 'importance' });
  const ped = new Map(
    figure.figure === 'importance' ? figure.importances.map((one) => [one.parameter, one]) : [],
  );
  expect(found.parameters.map(({ parameter }) => parameter).toSorted()).toEqual([
    'arm',
    'dropout',
    'latent_size',
  ]);
  expect(found.parameters[0]!.parameter).toBe('dropout');
  for (const { parameter, pedAnova, fanova } of found.parameters) {
    expect(pedAnova.share).toBeCloseTo(ped.get(parameter)!.importance, 9);
    expect(fanova.low).toBeLessThanOrEqual(fanova.share);
    expect(fanova.high).toBeGreaterThanOrEqual(fanova.share);
  }
  expect(found).toMatchObject({
    by: 'test_accuracy',
    sample: { shown: 60, of: 60 },
    resamples: 100,
    trees: 16,
    notes: [],
  });
  expect(found.interactions.length).toBeLessThanOrEqual(5);
  // The loss is the accuracy turned round, and less of it is better.
  const byLoss = await importanceOf(store, sweep, { by: 'test_log_loss' });
  expect(byLoss.maximize).toBe(false);
  expect(byLoss.parameters[0]!.pedAnova.share).toBeCloseTo(found.parameters[0]!.pedAnova.share, 9);
});

test('a condition that leaves one arm leaves the arm out; few configs are warned of, fewer refused', async () => {
  const sweep = await sweepOf(store, configs(60));
  const found = await importanceOf(store, sweep, { where: "arm = 'smote'" });
  expect(found.parameters.map(({ parameter }) => parameter)).toEqual(['dropout']);
  expect(found.notes).toEqual(['30 configs are little: another sweep may say otherwise.']);
  await expect(importanceOf(store, sweep, { where: 'dropout < 0.05' })).rejects.toMatchObject({
    code: 'too_few_configs',
    message: 'Importances need 10 configs that are ranked by test_accuracy, and there are 6.',
  });
  await expect(importanceOf(store, sweep, { by: 'loss' })).rejects.toMatchObject({ code: 'unknown_metric' });
});

test('all failed, all alike, nothing that varies', async () => {
  const failed = await sweepOf(
    store,
    configs(20).map((one) => ({ ...one, values: [null] })),
  );
  await expect(importanceOf(store, failed, {})).rejects.toMatchObject({ code: 'nothing_to_draw' });

  const alike = await sweepOf(
    store,
    configs(20).map((one) => ({ ...one, values: [0.5] })),
  );
  const found = await importanceOf(store, alike, {});
  expect(found.parameters.every(({ fanova }) => fanova.share === 0)).toBe(true);
  expect(found.notes[0]).toBe(
    'All of these configs have the same mean of test_accuracy: nothing explains anything.',
  );

  const unnamed = await sweepOf(
    store,
    configs(20).map((one, i) => ({ ...one, config: { arm: 'smote', beyond: i } })),
  );
  await expect(importanceOf(store, unnamed, {})).rejects.toMatchObject({ code: 'nothing_varies' });
});

test('configs that a search proposed by results are no sample, which is said', async () => {
  const sweep = await sweepOf(store, configs(60), { definition: { method: 'bayes' } });
  const { notes } = await importanceOf(store, sweep, { where: "arm = 'smote'" });
  expect(notes[0]).toMatch(/^Its configs were proposed by results/);
});

test('what breaks a constraint is left out, which is said', async () => {
  const given = configs(60).map((one, i) => ({
    ...one,
    measures: { ...one.measures, val_f1: Number(i < 20) },
  }));
  const sweep = await sweepOf(store, given, {
    definition: { constraints: [{ measure: 'val_f1', max: 0.5 }] },
  });
  const { notes, sample } = await importanceOf(store, sweep, {});
  expect(sample.of).toBe(40);
  expect(notes[0]).toBe('Left out: 20 configs that break a constraint.');
  const byLoss = await importanceOf(store, sweep, { by: 'test_log_loss' });
  expect(byLoss.notes[0]).toBe('Left out: 20 configs that break a constraint.');
  const some = await importanceOf(store, sweep, { where: 'dropout < 0.25' });
  expect(some.notes[0]).toMatch(/^Left out: 11 configs that break a constraint\.$/);
  await expect(importanceOf(store, sweep, { where: 'violation > 0' })).rejects.toMatchObject({
    message: 'All 20 configs that meet the condition break a constraint.',
  });
});
