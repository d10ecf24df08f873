import { canonicalConfig, type SimulatedSpec, seedToHex, type TrialResult } from '@latentsweep/core';
import type { ConfigRecord, KnownSweep, Reading } from '@latentsweep/store';
import { runAgain } from '@latentsweep/worker';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Again } from '../again/again.ts';
import type { ShownTrial } from '../again/train-again.ts';
import { gatherCalibration } from './calibration.ts';
import { gatherGenerated } from './generated.ts';
import { gatherPrecisionRecall } from './precision-recall.ts';
import { gatherRoc } from './roc.ts';
import type { FigureServices } from './services.ts';

const TWO: SimulatedSpec = {
  kind: 'simulated',
  train: 900,
  validation: 700,
  test: 800,
  coefficients: [[1, 1.5, 2, -1, -2.5]],
  intercepts: [-2],
};
const THREE: SimulatedSpec = {
  ...TWO,
  coefficients: [
    [0, 0, 1],
    [1, -2, 0.5],
    [-1, 1, 2],
  ],
  intercepts: [0, 0.5, -0.25],
};

interface Trained {
  readonly shown: ShownTrial;
  readonly result: Extract<TrialResult, { outcome: 'completed' }>;
}

async function train(spec: SimulatedSpec, arm: string, replicate: number): Promise<Trained> {
  const config = canonicalConfig({
    arm,
    epochs: 1,
    classifier_epochs: 2,
    minority_rate: 0.5,
    batch_size: 32,
  });
  const seed = seedToHex([7, replicate]);
  const { result, predictions } = await runAgain({
    engine: { kind: 'simd' },
    config,
    seed,
    spec,
    content: null,
  });
  if (result.outcome !== 'completed') throw new Error(result.reason);
  return { result, shown: { ...predictions!, trial: 100 + replicate, replicate, note: null } };
}

const HASH = 'abcdef0123456789abcdef0123456789';

/** A sweep with one config, whose trials are those that were trained and others that ended otherwise. */
function place(trained: readonly Trained[], others: readonly { state: string; error: string }[] = []) {
  const names = trained[0]?.shown.classes.length === 3 ? ['a', 'b', 'c'] : ['stayed', 'left'];
  const sweep = {
    ...{ id: 1, slug: 'deck', word: 'deck', metric: 'test_accuracy', goal: 'maximize' },
    dataReport: { kind: 'simulated', classes: names.map((name) => ({ name })) },
  } as unknown as KnownSweep;
  const trials = [
    ...others.map((other, i) => ({ ...other, id: 1 + i, replicate: i })),
    ...trained.map(({ shown }) => ({
      id: shown.trial,
      replicate: shown.replicate,
      state: 'completed',
      error: null,
    })),
  ];
  const record = { hash: HASH, trials, trialCount: trials.length } as unknown as ConfigRecord;
  const store = {
    findConfig: async () => HASH,
    config: async () => record,
    sweep: async () => sweep,
  } as unknown as Reading;
  const asked: number[] = [];
  const again: Again = {
    async of(id) {
      asked.push(id);
      return trained.find(({ shown }) => shown.trial === id)!.shown;
    },
    close: async () => {},
  };
  const services: FigureServices = { again };
  return { store, sweep, services, asked };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const wish = (
  figure: 'roc' | 'precision-recall' | 'calibration' | 'generated',
  split: 'test' | 'validation' = 'test',
) => ({ figure, config: 'abc', split }) as const;

let two: Trained[];
let three: Trained[];
beforeAll(async () => {
  two = [];
  three = [];
  for (const replicate of [1, 2, 3]) {
    two.push(await train(TWO, 'vae_mixing', replicate));
    three.push(await train(THREE, 'smote', replicate));
  }
}, 60_000);

describe.for(['test', 'validation'] as const)('on %s rows', (split) => {
  const prefix = split === 'test' ? 'test' : 'val';

  test.for([2, 3])(
    'ROC and precision-recall have the areas that were measured, %i classes',
    async (classes) => {
      const trained = classes === 2 ? two : three;
      const { store, sweep, services } = place(trained);
      const roc = await gatherRoc(store, sweep, wish('roc', split), services);
      const pr = await gatherPrecisionRecall(store, sweep, wish('precision-recall', split), services);
      for (const [figure, measure] of [
        [roc, 'roc_auc'],
        [pr, 'pr_auc'],
      ] as const) {
        expect(figure).toMatchObject({
          config: HASH,
          split,
          sample: { shown: 3, of: 3, what: 'trials' },
          notes: [],
        });
        expect(figure.curves.map(({ of }) => of)).toEqual(classes === 2 ? ['left'] : ['a', 'b', 'c']);
        for (const [i, { shown, result }] of trained.entries()) {
          const own = figure.curves.map(({ replicates }) => replicates[i]!);
          expect(own.every(({ trial }) => trial === shown.trial)).toBe(true);
          expect(mean(own.map(({ area }) => area))).toBeCloseTo(
            result.measures[`${prefix}_${measure}`] as number,
            6,
          );
          for (const { x, y } of own) {
            expect(x.length).toBeLessThanOrEqual(300);
            expect(x.length).toBe(y.length);
            expect(x.length).toBeGreaterThan(50);
          }
        }
        for (const { area, half, replicates } of figure.curves) {
          expect(area).toBeCloseTo(mean(replicates.map((one) => one.area)), 12);
          expect(half).toBeGreaterThan(0);
        }
      }
      const labels = trained.map(({ shown }) => shown[split].labels);
      const share = mean(labels.map((own) => own.filter((label) => label === 1).length / own.length));
      expect(pr.curves[classes - 2]!.share).toBeCloseTo(share, 12);
    },
  );

  test.for([2, 3])('calibration has the error that was measured, %i classes', async (classes) => {
    const trained = classes === 2 ? two : three;
    const { store, sweep, services } = place(trained);
    const { curves } = await gatherCalibration(store, sweep, wish('calibration', split), services);
    const measured = mean(trained.map(({ result }) => result.measures[`${prefix}_ece`] as number));
    expect(curves[0]!.error).toBeCloseTo(measured, 6);
    expect(curves.map(({ of }) => of)).toEqual(
      classes === 2 ? ['left'] : ['the predicted class', 'a', 'b', 'c'],
    );
    for (const { bins } of curves) {
      expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(3 * trained[0]!.shown[split].labels.length);
      for (const { predicted, observed } of bins) {
        expect(predicted >= 0 && predicted <= 1 && observed >= 0 && observed <= 1).toBe(true);
      }
    }
  });
});

test('one replicate has bins whose sum is the error', async () => {
  const { store, sweep, services } = place(two.slice(0, 1));
  const { curves } = await gatherCalibration(store, sweep, wish('calibration'), services);
  const [{ bins, error }] = curves as [(typeof curves)[number]];
  const summed = bins.reduce(
    (sum, { predicted, observed, rows }) => sum + rows * Math.abs(predicted - observed),
    0,
  );
  expect(summed / 800).toBeCloseTo(error, 12);
});

test('what was generated stands beside real rows, of one trial', async () => {
  const { store, sweep, services, asked } = place(two);
  const figure = await gatherGenerated(store, sweep, wish('generated'), services);
  const { made, real } = two[0]!.shown.rows!;
  expect(asked).toEqual([101]);
  expect(figure).toMatchObject({ trial: 101, config: HASH, moreColumns: 0 });
  expect(figure.sample).toEqual({ shown: made.count, of: made.of, what: 'rows' });
  expect(figure.columns.map(({ column }) => column)).toEqual(['x1', 'x2', 'x3', 'x4', 'x5']);
  for (const { edges, real: shares, generated } of figure.columns) {
    expect([shares.length, generated.length]).toEqual([edges.length - 1, edges.length - 1]);
    for (const one of [shares, generated])
      expect(one.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  }
  expect(figure.projection.real).toHaveLength(real.count);
  expect(figure.projection.generated).toHaveLength(made.count);
  expect(figure.notes).toHaveLength(1);
  expect(figure.notes[0]).toMatch(
    /generated rows? .*of the last epoch beside .* real rows? of the same classes/,
  );
});

test('arms that make no rows say so', async () => {
  const { store, sweep, services } = place([await train(TWO, 'oversample', 1)]);
  await expect(gatherGenerated(store, sweep, wish('generated'), services)).rejects.toMatchObject({
    code: 'nothing_to_draw',
    message: expect.stringContaining('makes no rows'),
  });
});

test('without the service that trains again, the user is told where there is one', async () => {
  const { store, sweep } = place(two);
  await expect(gatherRoc(store, sweep, wish('roc'), {})).rejects.toMatchObject({
    code: 'no_training',
    hint: expect.stringContaining('`sweep plot deck roc`'),
  });
});

test('the first ten replicates are drawn, and that there are more is said', async () => {
  const many = Array.from({ length: 12 }, (_, i) => ({
    ...two[0]!,
    shown: { ...two[0]!.shown, trial: 200 + i },
  }));
  const { store, sweep, services, asked } = place(many, [{ state: 'diverged', error: 'Epoch 1: NaN' }]);
  const { sample, notes, curves } = await gatherRoc(store, sweep, wish('roc'), services);
  expect(asked).toEqual(Array.from({ length: 10 }, (_, i) => 200 + i));
  expect(curves[0]!.replicates).toHaveLength(10);
  expect(sample).toEqual({ shown: 10, of: 13, what: 'trials' });
  expect(notes).toEqual([
    'The first 10 of 13 replicates.',
    '1 replicate failed or diverged and is left out.',
  ]);
});

test('what is not the bits that were recorded is said once', async () => {
  const noted = two.map((one) => ({ ...one, shown: { ...one.shown, note: 'Not the same bits.' } }));
  const { store, sweep, services } = place(noted);
  expect((await gatherRoc(store, sweep, wish('roc'), services)).notes).toEqual(['Not the same bits.']);
});

test('where no replicate has completed, it is said why', async () => {
  const { store, sweep, services } = place(
    [],
    [
      { state: 'diverged', error: 'Epoch 1: the loss became NaN' },
      { state: 'failed', error: 'no rows' },
    ],
  );
  await expect(gatherRoc(store, sweep, wish('roc'), services)).rejects.toMatchObject({
    code: 'nothing_to_draw',
    message: `No trial of config ${HASH} has completed: trial 1 diverged (Epoch 1: the loss became NaN), trial 2 failed (no rows).`,
  });
});
