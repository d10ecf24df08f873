import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ARM_NAMES, IMAGE_ARMS, type TrialResult } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker/engines';
import { describe, expect, test } from 'vitest';
import { computed } from './fixtures/computed.ts';
import { SIMD_ID, sweepWithTrials } from './fixtures/sweep-with-trials.ts';
import { noteOn, trainAgain } from './train-again.ts';

const DRAWN = '{ kind: simulated, train: 300, validation: 80, test: 90 }';
const TABLE = '{ path: customers.csv, target: state, positive: left }';
const small = { epochs: 2, minority_rate: 0.5, classifier_epochs: 2, batch_size: 32 };

const again = (store: Parameters<typeof trainAgain>[0]['store'], trialId: number, more = {}) =>
  trainAgain({ store, trialId, engines: ENGINES, ...more });

describe('a trial is trained again', () => {
  test.for(ARM_NAMES.filter((arm) => !IMAGE_ARMS.includes(arm)))(
    'to the same bits, on drawn data: %s',
    async (arm) => {
      const { store, trials, results } = await sweepWithTrials({
        dataset: DRAWN,
        configs: [{ ...small, arm }],
      });
      const epochs: number[][] = [];
      const shown = await again(store, trials[0]!, { onEpoch: (...step: number[]) => epochs.push(step) });
      expect(shown).toMatchObject({ trial: trials[0], replicate: 0, note: null, classes: ['0', '1'] });
      const [result] = results;
      expect(computed(shown, 'test')).toEqual(computed.of(result!, 'test'));
      expect(computed(shown, 'validation')).toEqual(computed.of(result!, 'validation'));
      expect(epochs.every(([, of]) => of === 2)).toBe(true);
      if (shown.rows)
        expect(shown.rows.columns.map(({ name }) => name)).toEqual(
          Array.from({ length: 10 }, (_, i) => `x${i + 1}`),
        );
    },
  );

  test.for(['vae_mixing', 'smote'])(
    'to the same bits, on a table with categories and gaps: %s',
    async (arm) => {
      const { store, trials, results } = await sweepWithTrials({
        dataset: TABLE,
        configs: [{ ...small, arm }],
        replicates: 2,
      });
      for (const [i, id] of trials.entries()) {
        const shown = await again(store, id);
        expect(shown.note).toBeNull();
        expect(computed(shown, 'test')).toEqual(computed.of(results[i]!, 'test'));
        expect(shown.classes).toEqual(['stayed', 'left']);
        const { columns, made, real } = shown.rows!;
        expect(columns.map(({ name }) => name)).toEqual(['age', 'income', 'town', 'member']);
        const [age, income, town, member] = columns;
        expect(town!.levels).toEqual(expect.arrayContaining(['Bern', 'Rom', 'Wien']));
        expect(member!.levels!.every((level) => ['yes', 'no', 'true', 'false'].includes(level))).toBe(true);
        for (const rows of [age!.real, income!.made, town!.real])
          expect([made.count, real.count]).toContain(rows.length);
        // In the units of the file, inside what it holds.
        const inside = (values: Float64Array, low: number, high: number) =>
          values.every((value) => Number.isNaN(value) || (value >= low - 1e-6 && value <= high + 1e-6));
        expect(inside(income!.made, 1000, 5000) && inside(income!.real, 1000, 5000)).toBe(true);
        expect(inside(age!.made, 20, 90) && inside(age!.real, 20, 90)).toBe(true);
        expect(age!.real.some((value) => Number.isInteger(value))).toBe(true);
      }
    },
  );

  test('with the table that the store has, where there is no file', async () => {
    const config = { ...small, arm: 'none' };
    const { store, trials, folder } = await sweepWithTrials({
      dataset: TABLE,
      configs: [config],
      keepTable: true,
    });
    await rm(join(folder, 'customers.csv'));
    expect((await again(store, trials[0]!)).note).toBeNull();
  });

  test('not where its data are gone, or have changed', async () => {
    const { store, trials, folder } = await sweepWithTrials({
      dataset: TABLE,
      configs: [{ ...small, arm: 'none' }],
    });
    await writeFile(
      join(folder, 'customers.csv'),
      'age,state\n1,left\n2,stayed\n1,left\n2,stayed\n3,left\n3,stayed\n',
    );
    await expect(again(store, trials[0]!)).rejects.toMatchObject({ code: 'data_missing' });
    await rm(join(folder, 'customers.csv'));
    await expect(again(store, trials[0]!)).rejects.toMatchObject({
      code: 'data_missing',
      message: expect.stringContaining('customers.csv'),
      hint: expect.stringMatching(/./),
    });
  });

  test('not where it ended without a result, and says why', async () => {
    const ended: (TrialResult | { outcome: 'failed'; error: string })[] = [
      { outcome: 'diverged', epoch: 1, reason: "the classifier's loss became NaN", curves: {} },
      { outcome: 'failed', error: 'no rows' },
    ];
    const { store, trials } = await sweepWithTrials({
      dataset: DRAWN,
      configs: [{ ...small, arm: 'none' }],
      replicates: 2,
      change: () => ended.shift()!,
    });
    await expect(again(store, trials[0]!)).rejects.toMatchObject({
      code: 'nothing_to_draw',
      message: `Trial ${trials[0]} diverged (Epoch 1: the classifier's loss became NaN): there are no predictions to show.`,
    });
    await expect(again(store, trials[1]!)).rejects.toMatchObject({
      code: 'nothing_to_draw',
      message: expect.stringContaining('failed (no rows)'),
    });
    await expect(again(store, 999)).rejects.toMatchObject({ code: 'unknown_trial' });
  });

  const off = (result: TrialResult): TrialResult =>
    result.outcome === 'completed'
      ? { ...result, measures: { ...result.measures, test_accuracy: 0.123 } }
      : result;

  test('and refused where another result was recorded with the same engine', async () => {
    const { store, trials } = await sweepWithTrials({
      dataset: DRAWN,
      configs: [{ ...small, arm: 'none' }],
      change: off,
    });
    await expect(again(store, trials[0]!)).rejects.toMatchObject({
      code: 'other_result',
      message: expect.stringMatching(
        /worker-1 recorded with the same engine: test_accuracy was 0\.123 and is 0\.\d+\.$/,
      ),
      hint: expect.stringContaining('sweep doctor'),
    });
  });

  test('and refused, naming both, where another version recorded it', async () => {
    const { store, trials } = await sweepWithTrials({
      dataset: DRAWN,
      configs: [{ ...small, arm: 'none' }],
      change: off,
      engine: 'simd@0',
    });
    await expect(again(store, trials[0]!)).rejects.toMatchObject({
      code: 'other_result',
      message: expect.stringContaining(`was trained by simd@0, and here is ${SIMD_ID}`),
    });
  });

  test('and compared measure by measure with what an older version recorded of fewer', async () => {
    const fewer = (result: TrialResult, accuracy: number): TrialResult => {
      if (result.outcome !== 'completed') return result;
      const { test_mcc: _, ...measures } = result.measures;
      return { ...result, measures: { ...measures, test_accuracy: accuracy } };
    };
    const config = { ...small, arm: 'none' };
    const same = await sweepWithTrials({
      ...{ dataset: DRAWN, configs: [config] },
      change: (r) => fewer(r, r.outcome === 'completed' ? (r.measures['test_accuracy'] as number) : 0),
    });
    expect((await again(same.store, same.trials[0]!)).note).toBeNull();
    const other = await sweepWithTrials({ dataset: DRAWN, configs: [config], change: (r) => fewer(r, 0.5) });
    await expect(again(other.store, other.trials[0]!)).rejects.toMatchObject({ code: 'other_result' });
  });

  test('and given up half way', async () => {
    const { store, trials } = await sweepWithTrials({
      dataset: DRAWN,
      configs: [{ ...small, arm: 'vae_mixing', epochs: 3 }],
    });
    const stop = new AbortController();
    const reason = new Error('the page was closed');
    const asked = again(store, trials[0]!, { signal: stop.signal });
    setTimeout(() => stop.abort(reason), 1);
    await expect(asked).rejects.toBe(reason);
    await expect(again(store, trials[0]!, { signal: stop.signal })).rejects.toBe(reason);
  });
});

test('an engine that is not exact is said to give other bits, and shown', async () => {
  const id = { kind: 'tfjs', version: '1', backend: 'wasm' };
  const engine = { id, traits: { exact: false } } as unknown as Parameters<typeof noteOn>[1]['engine'];
  const row = {
    id: 7,
    state: 'completed',
    test_accuracy: 0.5,
    result_hash: 'x',
    result_version: 'y',
    worker: 'w',
  };
  const result = { outcome: 'completed', measures: { test_accuracy: 0.75 }, curves: {} } as const;
  const text =
    'Trial 7 was trained again for this, by tfjs@1-wasm, which does not give the same bits each time';
  expect(noteOn({ row, curves: null, measures: null, ran: null }, { engine, result }, 'tfjs@1-wasm')).toBe(
    `${text}: test_accuracy was 0.5 and is 0.75.`,
  );
  const diverged = { outcome: 'diverged', epoch: 1, reason: 'NaN', curves: {} } as const;
  expect(() =>
    noteOn({ row, curves: null, measures: null, ran: null }, { engine, result: diverged }, 'tfjs@1-wasm'),
  ).toThrow(text);
});
