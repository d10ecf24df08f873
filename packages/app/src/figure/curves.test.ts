import type { ConfigCurves, KnownSweep, Reading } from '@latentsweep/store';
import { describe, expect, test } from 'vitest';
import { CURVE_PANELS } from './curve-panels.ts';
import { gatherCurves } from './curves.ts';
import { gatherFigure } from './gather.ts';

const sweep = { id: 1, slug: 'deck', word: 'deck', metric: 'test_accuracy', goal: 'maximize' } as KnownSweep;
const NAMES = CURVE_PANELS.flatMap(({ series }) => series.map(({ name }) => name));

/** The same curve under every name that is given, and none under the others. */
function curvesOf(
  values: readonly (number | null)[],
  names = NAMES,
  given: Partial<ConfigCurves> = {},
): ConfigCurves {
  const named = <T>(value: T, none: T) =>
    Object.fromEntries(NAMES.map((name) => [name, names.includes(name) ? value : none]));
  return {
    replicates: [{ trial: 7, replicate: 0, state: 'completed', curves: named(values, []) }],
    ...{ of: 1, diverged: 0 },
    means: named({ mean: values, half: values.map(() => null) }, { mean: [], half: [] }),
    ...given,
  };
}

function storeOf(curves: ConfigCurves, more: Partial<Record<keyof Reading, unknown>> = {}) {
  return {
    findConfig: async (_: unknown, word: string) => `${word}-whole`,
    bestConfig: async () => ({ hash: 'best', n: 1, value: 0.5, config: {} }),
    configCurves: async () => curves,
    sweep: async () => sweep,
    counts: async () => ({ completed: 9, diverged: 0, failed: 0, quarantined: 0 }),
    ...more,
  } as unknown as Reading;
}

test('training stands against validation, out of the catalogue', () => {
  expect(
    CURVE_PANELS.map(({ title, series }) => [title, ...series.map(({ label, name }) => `${label} ${name}`)]),
  ).toEqual([
    ['classifier loss', 'training classifier_loss', 'validation val_classifier_loss'],
    ['classifier accuracy', 'training classifier_accuracy', 'validation val_classifier_accuracy'],
    ['VAE loss', 'training vae_loss', 'validation val_vae_loss'],
    ['VAE accuracy', 'training vae_accuracy', 'validation val_vae_accuracy'],
  ]);
});

test('the best config is drawn unless one is named', async () => {
  const store = storeOf(curvesOf([1, 2]));
  expect(await gatherCurves(store, sweep, { figure: 'curves' })).toMatchObject({
    ...{ config: 'best', sample: { shown: 1, of: 1, what: 'trials' } },
    notes: ['One replicate: there is no interval.'],
  });
  const named = await gatherCurves(store, sweep, { figure: 'curves', config: 'abc' });
  expect(named.config).toBe('abc-whole');
  expect(named.panels[0]!.series[0]).toEqual({
    ...{ label: 'training', mean: [1, 2], half: [null, null] },
    replicates: [{ trial: 7, replicate: 0, values: [1, 2] }],
  });
});

test('under a condition or by another metric, the best one is the leaderboard’s first', async () => {
  const asked: unknown[] = [];
  const board = (...rows: unknown[][]) =>
    storeOf(curvesOf([1]), {
      leaderboard: async (_: unknown, options: unknown) => {
        asked.push(options);
        return { columns: ['n', 'config_hash'], rows, next: null };
      },
    });
  const wish = { figure: 'curves', where: 'epochs > 1', by: 'test_f1' } as const;
  expect(await gatherCurves(board([3, 'first']), sweep, wish)).toMatchObject({
    ...{ config: 'first', by: 'test_f1', where: 'epochs > 1' },
  });
  expect(asked).toEqual([{ by: 'test_f1', where: 'epochs > 1', limit: 1 }]);
  for (const store of [board(), board([0, 'without a value'])]) {
    await expect(gatherCurves(store, sweep, wish)).rejects.toMatchObject({
      code: 'nothing_to_draw',
      message: 'No config that has a value of test_f1 meets the condition "epochs > 1".',
    });
  }
});

test('what no replicate has is left out; where there is nothing, that is said', async () => {
  const classifier = NAMES.filter((name) => name.includes('classifier'));
  const { panels } = await gatherCurves(storeOf(curvesOf([1, 2], classifier)), sweep, { figure: 'curves' });
  expect(panels.map(({ title }) => title)).toEqual(['classifier loss', 'classifier accuracy']);
  for (const nothing of [curvesOf([], []), curvesOf([null, null])]) {
    await expect(gatherCurves(storeOf(nothing), sweep, { figure: 'curves' })).rejects.toMatchObject({
      code: 'nothing_to_draw',
      message: 'No trial of config best has kept an epoch.',
    });
  }
  const without = (more: Partial<Record<keyof Reading, unknown>>) =>
    gatherCurves(storeOf(curvesOf([1]), { bestConfig: async () => null, ...more }), sweep, {
      figure: 'curves',
    });
  const failed = { counts: async () => ({ completed: 0, diverged: 1, failed: 2, quarantined: 0 }) };
  await expect(without(failed)).rejects.toMatchObject({
    message: 'All 3 trials that have ended failed or diverged.',
  });
  await expect(without({ sweep: () => Promise.reject(new Error('gone')) })).rejects.toThrow('gone');
});

test('replicates that diverged, and more of them than lines', async () => {
  const curves = curvesOf([1], NAMES, { of: 60, diverged: 2 });
  const { notes, sample } = await gatherCurves(storeOf(curves), sweep, { figure: 'curves' });
  expect(sample).toEqual({ shown: 1, of: 60, what: 'trials' });
  expect(notes).toEqual([
    'The first 1 of 60 replicates have a line; mean and interval are over all.',
    '2 replicates diverged: the mean has them as far as they came.',
  ]);
});

describe('of a program', () => {
  const own = { ...sweep, metric: 'loss', ownMeasures: ['loss', 'id'] };
  const reportedAt = (...steps: readonly number[][]): ConfigCurves => ({
    replicates: steps.map((step, i) => ({
      ...{ trial: i + 1, replicate: i + 1, state: 'completed' as const },
      curves: { step, loss: step.map(() => 1), id: [] },
    })),
    ...{ of: steps.length, diverged: 0 },
    means: {
      step: { mean: [10, 20], half: [0, 0] },
      ...{ loss: { mean: [1, 1], half: [null, null] }, id: { mean: [], half: [] } },
    },
  });
  const drawn = (curves: ConfigCurves) => gatherCurves(storeOf(curves), own, { figure: 'curves' });

  test('what it reported stands at its steps, also of a replicate that came less far', async () => {
    const { along, panels } = await drawn(reportedAt([10, 20], [10]));
    expect(along).toEqual({ name: 'step', places: [10, 20] });
    expect(panels.map(({ title, series }) => [title, series[0]!.label])).toEqual([['loss', 'reported']]);
  });

  test('reports are counted where steps differ or go back', async () => {
    for (const curves of [reportedAt([10, 20], [10, 30]), reportedAt([2, 1])]) {
      expect((await drawn(curves)).along).toEqual({ name: 'report', places: [1, 2] });
    }
  });

  test('figures of arms, splits and predictions are refused', async () => {
    const asked = gatherFigure(storeOf(reportedAt([1])), own, { figure: 'roc' });
    await expect(asked).rejects.toMatchObject({ code: 'built_in_only' });
  });
});
