import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FigureData, FigureName } from '@latentsweep/figures';
import { type KnownSweep, openStore, type Store } from '@latentsweep/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GivenConfig, sweepOf } from './fixtures/sweep-of.ts';
import { gatherFigure } from './gather.ts';
import type { FigureWish } from './wish.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentsweep-figures-'));
let store: Store;

beforeAll(async () => {
  store = await openStore({ location: folder, lingerMs: 0 });
}, 60_000);
afterAll(async () => {
  await store?.close();
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
});

const OF_CONFIGS = [
  ...['history', 'importance', 'parallel', 'slice', 'contour', 'arms', 'test-vs-validation', 'edf'],
] as const;

type Of<Name extends FigureName> = Extract<FigureData, { figure: Name }>;
async function gather<Name extends FigureName>(
  sweep: KnownSweep,
  figure: Name,
  wish: Omit<FigureWish, 'figure'> = {},
): Promise<Of<Name>> {
  const data = await gatherFigure(store, sweep, { figure, ...wish });
  expect(data.figure).toBe(figure);
  return data as Of<Name>;
}

/**
 * 60 configs: half of an arm without a VAE, half of one with. Dropout alone decides, and in the VAE's arm the weight of the
 * KL divergence a little.
 */
const CONFIGS: GivenConfig[] = Array.from({ length: 60 }, (_, i) => {
  const vae = i % 2 === 1;
  const dropout = ((i * 7) % 60) / 120;
  const kl = 10 ** -(i % 5);
  const rest = vae
    ? { latent_size: 2 + (i % 4), 'loss_weights.kl': kl, hidden_sizes: [10, 1 + (i % 3)] }
    : {};
  const value = 0.5 + dropout + (vae ? kl / 1000 : 0);
  return {
    config: { arm: vae ? 'vae_mixing' : 'smote', dropout, ...rest },
    values: [value - 0.01, value + 0.01],
    measures: { val_accuracy: value - 0.1, test_log_loss: 1 - value, val_log_loss: 1.1 - value },
  };
});

describe('figures of a sweep', () => {
  let sweep: KnownSweep;
  beforeAll(async () => {
    sweep = await sweepOf(store, CONFIGS);
  });
  const mean = (i: number) => CONFIGS[i]!.values.reduce<number>((sum, one) => sum + one! / 2, 0);
  const whole = { sweep: '', by: 'test_accuracy', maximize: true, where: null, notes: [] as string[] };
  const sample = { shown: 60, of: 60, estimated: false, what: 'configs' };

  test('all say what they are of', async () => {
    for (const figure of OF_CONFIGS) {
      const { sweep: slug, by, maximize, where, notes, sample: own } = await gather(sweep, figure);
      expect({ by, maximize, where, notes, slug, own }, figure).toEqual({
        ...{ by: whole.by, maximize: true, where: null, notes: [], slug: sweep.slug, own: sample },
      });
      const half = 'dropout < 0.25';
      const loss = await gather(sweep, figure, { by: 'test_log_loss', where: half });
      expect(loss, figure).toMatchObject({ by: 'test_log_loss', maximize: false, where: half });
      expect(loss.sample.shown).toBe(30);
      // All of it is JSON that comes back as it was.
      expect(JSON.parse(JSON.stringify(loss))).toEqual(loss);
    }
  });

  test('history', async () => {
    const { points, best, places } = await gather(sweep, 'history');
    expect(places).toBe(60);
    expect(points.map(({ place }) => place)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    for (const { place, mean: own } of points) expect(own).toBeCloseTo(mean(place - 1), 12);
    const steps = points.filter(({ mean: own }, i) =>
      points.slice(0, i).every((before) => before.mean < own),
    );
    expect(best.map(({ place }) => place)).toEqual(steps.map(({ place }) => place));
  });

  test('importance', async () => {
    const { importances, quantile } = await gather(sweep, 'importance');
    expect(quantile).toBe(0.1);
    expect(importances.reduce((sum, { importance }) => sum + importance, 0)).toBeCloseTo(1, 9);
    expect(importances[0]).toMatchObject({ parameter: 'dropout', column: 'dropout' });
    expect(importances[0]!.importance).toBeGreaterThan(0.9);
    expect(importances).toHaveLength(5);
    const two = await gather(sweep, 'importance', {
      parameters: ['loss_weights_kl', 'arm', 'loss_weights.kl'],
    });
    expect(two.importances.map(({ parameter }) => parameter).sort()).toEqual(['arm', 'loss_weights.kl']);
  });

  test('parallel', async () => {
    const { axes, lines } = await gather(sweep, 'parallel');
    expect(axes).toEqual([
      { parameter: 'arm', column: 'arm', kind: 'choices', choices: ['smote', 'vae_mixing'], more: 0 },
      { parameter: 'latent_size', column: 'latent_size', kind: 'choices', choices: ['3', '5'], more: 0 },
      {
        ...{ parameter: 'loss_weights.kl', column: 'loss_weights_kl', kind: 'choices' },
        ...{ choices: ['0.0001', '0.001', '0.01', '0.1', '1'], more: 0 },
      },
      { parameter: 'dropout', column: 'dropout', kind: 'number', low: 0, high: 59 / 120, log: false },
      {
        ...{ parameter: 'hidden_sizes', column: 'hidden_sizes', kind: 'choices' },
        ...{ choices: ['[10, 1]', '[10, 2]', '[10, 3]'], more: 0 },
      },
    ]);
    expect(lines).toHaveLength(60);
    for (const { arm, hash, values } of lines) {
      const { config } = CONFIGS[Number(hash.slice(1))]!;
      const [ofArm, size, kl, dropout, hidden] = values;
      expect([ofArm, dropout]).toEqual([arm === 'smote' ? 0 : 1, config['dropout']]);
      if (arm === 'smote') expect([size, kl, hidden]).toEqual([null, null, null]);
      else
        expect(axes[4]).toMatchObject({
          choices: { [hidden!]: `[${(config['hidden_sizes'] as number[]).join(', ')}]` },
        });
    }
    const one = await gather(sweep, 'parallel', { where: 'dropout < 0.1', parameters: ['dropout'] });
    expect([one.axes.length, one.lines.length]).toEqual([1, 12]);
  });

  test('slice', async () => {
    const { slices } = await gather(sweep, 'slice');
    expect(slices).toHaveLength(4);
    const [dropout] = slices;
    expect(dropout!.axis).toMatchObject({ parameter: 'dropout', kind: 'number', low: 0, high: 59 / 120 });
    expect(dropout!.marks).toHaveLength(60);
    // 20 bins of three values each; the trend goes up.
    expect(dropout!.trend.map(({ configs }) => configs)).toEqual(new Array(20).fill(3));
    expect(dropout!.trend.every(({ mean: own, value }) => Math.abs(own - 0.5 - value) < 0.01)).toBe(true);
    const named = await gather(sweep, 'slice', { parameters: ['loss_weights.kl', 'hidden_sizes'] });
    expect(named.slices.map(({ axis }) => axis.parameter)).toEqual(['loss_weights.kl', 'hidden_sizes']);
    const [kl] = named.slices;
    // Those of the other arm have none.
    expect(kl!.marks).toHaveLength(30);
    expect(kl!.trend.map(({ value, configs }) => [value, configs])).toEqual(
      [0, 1, 2, 3, 4].map((i) => [i, 6]),
    );
    const best = kl!.marks.find(({ hash }) => hash === 'c25')!;
    expect([best.value, best.mean]).toEqual([4, expect.closeTo(mean(25), 12)]);
  });

  test('contour', async () => {
    const named = await gather(sweep, 'contour', { parameters: ['dropout', 'arm'] });
    expect([named.x.parameter, named.y.parameter]).toEqual(['dropout', 'arm']);
    expect(named.xEdges).toHaveLength(21);
    expect([named.xEdges[0], named.xEdges.at(-1), named.yEdges]).toEqual([0, 59 / 120, [0, 1, 2]]);
    expect(named.cells.reduce((sum, { configs }) => sum + configs, 0)).toBe(60);
    for (const cell of named.cells) {
      const own = CONFIGS.flatMap(({ config }, i) => {
        const x = Math.min(19, Math.floor((Number(config['dropout']) / (59 / 120)) * 20 + 1e-9));
        return x === cell.x && (config['arm'] === 'smote' ? 0 : 1) === cell.y ? [mean(i)] : [];
      });
      expect(own).toHaveLength(cell.configs);
      expect(own.reduce((sum, one) => sum + one, 0) / own.length).toBeCloseTo(cell.mean, 12);
    }
    const one = await gather(sweep, 'contour', { parameters: ['latent_size'] });
    expect([one.x.parameter, one.y.parameter]).toEqual(['latent_size', 'dropout']);
    expect((await gather(sweep, 'contour')).x.parameter).toBe('dropout');
  });

  test('arms', async () => {
    const { arms } = await gather(sweep, 'arms');
    expect(arms.map(({ arm, spread }) => [arm, spread.n])).toEqual([
      ['vae_mixing', 30],
      ['smote', 30],
    ]);
    for (const { spread, histogram } of arms) {
      const [low, middle, high] = spread.quartiles;
      expect([spread.least, low, middle, high, spread.most]).toEqual(
        [spread.least, low, middle, high, spread.most].toSorted((a, b) => a - b),
      );
      expect(histogram.edges).toHaveLength(histogram.counts.length + 1);
      expect(histogram.counts.reduce((sum, one) => sum + one, 0)).toBe(30);
    }
  });

  test('test against validation', async () => {
    const {
      test: ofTest,
      validation,
      points,
      bestByTest,
      bestByValidation,
      rankCorrelation,
    } = await gather(sweep, 'test-vs-validation');
    expect([ofTest, validation, points.length]).toEqual(['test_accuracy', 'val_accuracy', 60]);
    expect(points.every((one) => Math.abs(one.test - one.validation - 0.1) < 1e-9)).toBe(true);
    expect([bestByTest!.hash, bestByValidation!.hash]).toEqual([points[0]!.hash, points[0]!.hash]);
    expect(rankCorrelation).toBeCloseTo(1, 6);
  });

  test('edf', async () => {
    const { lines } = await gather(sweep, 'edf');
    expect(lines.map(({ label, n }) => [label, n])).toEqual([
      ['all', 60],
      ['vae_mixing', 30],
      ['smote', 30],
    ]);
    for (const { values, shares, n } of lines) {
      expect([values.length, shares.at(-1)]).toEqual([n, 1]);
      for (const [i, share] of shares.entries()) expect(share).toBeCloseTo((i + 1) / n, 12);
    }
    expect((await gather(sweep, 'edf', { where: "arm = 'smote'" })).lines).toHaveLength(1);
  });

  test('what is asked for wrongly is said', async () => {
    for (const figure of OF_CONFIGS) {
      await expect(gather(sweep, figure, { where: 'dropuot > 1' }), figure).rejects.toMatchObject({
        ...{ code: 'bad_where', hint: 'Did you mean dropout?' },
      });
      await expect(gather(sweep, figure, { by: 'test_acuracy' })).rejects.toMatchObject({
        code: 'unknown_metric',
      });
      await expect(gather(sweep, figure, { where: 'dropout > 1' })).rejects.toMatchObject({
        ...{
          code: 'nothing_to_draw',
          message: expect.stringContaining('"dropout > 1"'),
          hint: expect.stringMatching(/./),
        },
      });
      await expect(gather(sweep, figure, { by: 'test_f1' })).rejects.toMatchObject({
        ...{ code: 'nothing_to_draw', message: 'No trial has a value of test_f1.' },
      });
    }
    for (const figure of ['importance', 'parallel', 'slice', 'contour'] as const) {
      await expect(gather(sweep, figure, { parameters: ['dropuot'] })).rejects.toMatchObject({
        ...{ code: 'unknown_parameter', hint: 'Did you mean dropout?' },
      });
      await expect(gather(sweep, figure, { parameters: ['zzz'] })).rejects.toMatchObject({
        hint: 'Its parameters are arm, latent_size, loss_weights.kl, dropout, hidden_sizes.',
      });
      await expect(gather(sweep, figure, { parameters: ['batch_size'] })).rejects.toMatchObject({
        message: 'batch_size is the same in all configs of this sweep.',
      });
    }
    await expect(
      gather(sweep, 'contour', { parameters: ['arm', 'dropout', 'latent_size'] }),
    ).rejects.toMatchObject({
      code: 'too_many_parameters',
    });
    // The one arm has no latent space.
    const smote = { where: "arm = 'smote'", parameters: ['latent_size'] };
    await expect(gather(sweep, 'slice', smote)).rejects.toMatchObject({ code: 'nothing_to_draw' });
    await expect(
      gather(sweep, 'contour', { ...smote, parameters: ['latent_size', 'dropout'] }),
    ).rejects.toMatchObject({
      code: 'nothing_to_draw',
    });
  });
});

describe('what there is little of', () => {
  const config = { arm: 'smote', dropout: 0.25 };

  test('one trial', async () => {
    const sweep = await sweepOf(store, [{ config, values: [0.75] }]);
    const one = { hash: 'c0', arm: 'smote', mean: 0.75, half: null, n: 1 };
    expect(await gather(sweep, 'history')).toMatchObject({
      points: [{ ...one, place: 1 }],
      best: [{ place: 1 }],
      places: 1,
    });
    const { importances, notes } = await gather(sweep, 'importance');
    expect(importances.every(({ importance }) => importance === 0)).toBe(true);
    expect(notes).toEqual(['1 config is little: another sweep may say otherwise.']);
    expect(await gather(sweep, 'parallel')).toMatchObject({ axes: [], lines: [{ ...one, values: [] }] });
    expect(await gather(sweep, 'slice', { parameters: ['dropout'] })).toMatchObject({
      slices: [
        {
          axis: { kind: 'choices', choices: ['0.25'] },
          marks: [{ ...one, value: 0 }],
          trend: [{ value: 0, mean: 0.75 }],
        },
      ],
    });
    expect(await gather(sweep, 'contour', { parameters: ['dropout', 'arm'] })).toMatchObject({
      ...{ xEdges: [0, 1], yEdges: [0, 1], cells: [{ x: 0, y: 0, mean: 0.75, configs: 1 }] },
    });
    expect((await gather(sweep, 'arms')).arms).toEqual([
      {
        ...{ arm: 'smote', collapsedShare: null, histogram: { edges: [0.745, 0.755], counts: [1] } },
        spread: { least: 0.75, quartiles: [0.75, 0.75, 0.75], most: 0.75, mean: 0.75, n: 1 },
      },
    ]);
    expect(await gather(sweep, 'test-vs-validation')).toMatchObject({ points: [one], rankCorrelation: null });
    expect((await gather(sweep, 'edf')).lines).toEqual([{ label: 'all', n: 1, values: [0.75], shares: [1] }]);
    // Nothing varies.
    await expect(gather(sweep, 'slice')).rejects.toMatchObject({ code: 'nothing_to_draw' });
    await expect(gather(sweep, 'contour')).rejects.toMatchObject({ code: 'nothing_to_draw' });
  });

  test.each([
    ['no trial', [], /^No trial of sweep_\d+ has ended yet\.$/, /sweep watch sweep_/],
    [
      'failed trials alone',
      [{ config, values: [null, null] }],
      /^All 2 trials that have ended failed/,
      /sweep trials sweep_/,
    ],
    [
      'a metric that is null everywhere',
      [{ config, values: [0.5], measures: { test_accuracy: Number.NaN } }],
      /^No trial has a value of test_accuracy\.$/,
      /--by/,
    ],
  ])('%s', async (_, configs, message, hint) => {
    const sweep = await sweepOf(store, configs);
    for (const figure of OF_CONFIGS) {
      await expect(gather(sweep, figure), figure).rejects.toMatchObject({
        ...{
          code: 'nothing_to_draw',
          message: expect.stringMatching(message),
          hint: expect.stringMatching(hint),
        },
      });
    }
  });

  test('a parameter that never varies is on no axis, and tells nothing', async () => {
    const configs = [0.1, 0.2, 0.3, 0.4].map((dropout, i) => ({
      config: { ...config, dropout, latent_size: 8 },
      values: [i],
    }));
    const sweep = await sweepOf(store, configs);
    expect((await gather(sweep, 'parallel')).axes.map(({ parameter }) => parameter)).toEqual(['dropout']);
    const { importances } = await gather(sweep, 'importance');
    expect(importances.find(({ parameter }) => parameter === 'latent_size')!.importance).toBe(0);
    expect((await gather(sweep, 'slice')).slices).toHaveLength(1);
    await expect(gather(sweep, 'contour')).rejects.toMatchObject({ code: 'nothing_to_draw' });
  });
});
