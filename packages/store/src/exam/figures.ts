import { expect, test } from 'vitest';
import { MOST } from '../figure/most.ts';
import type { ClaimedTrial, NewSweep, Store, Sweep, TrialOutcome } from '../port.ts';
import { completed, failed, filledSweep, LEASE_MS, OWNER, ownedSweep, sampleTrials } from './samples.ts';

/** A sweep whose trials end as `outcomeOf` says. */
async function endedSweep(
  store: Store,
  configs: number,
  replicates: number,
  outcomeOf: (trial: ClaimedTrial) => TrialOutcome,
  given: Partial<NewSweep> = {},
): Promise<Sweep> {
  const sweep = await ownedSweep(store, { replicates, ...given });
  await store.expand(sweep.id, sampleTrials(configs, replicates), null, true, OWNER);
  const trials = await store.claim(sweep.id, configs * replicates, OWNER, LEASE_MS);
  await store.record(trials.map(outcomeOf));
  return sweep;
}

const sizeOf = (trial: ClaimedTrial) => Number(trial.config['latent_size']);
const whole = (count: number) => ({
  ...{ shown: count, of: count, estimated: false },
  ...{ infinite: 0, breaking: 0, asked: null },
});
const MARKS = { limit: 100, best: 3, parameters: [] };

/** What figures are made of. The sample config i has latent_size i, loss_weights.kl i / 8, hidden_sizes [i, 10]. */
export function examineFigures(opened: () => Store): void {
  test('marks are the best and others, with intervals and values of parameters', async () => {
    // Means 0, 2, 1 of the configs, apart by 0.2 in each.
    const sweep = await filledSweep(
      opened(),
      3,
      2,
      { replicates: 2 },
      (trial) => [0, 2, 1][sizeOf(trial)]! + 0.2 * trial.replicate,
    );
    const options = { ...MARKS, best: 1, parameters: ['loss_weights.kl', 'arm', 'hidden_sizes'] };
    const { sample, marks } = await opened().configMarks(sweep, options);
    expect(sample).toEqual(whole(3));
    expect(marks.map(({ values }) => values)).toEqual([
      [0.125, 'vae_mixing', '[1, 10]'],
      [0.25, 'vae_mixing', '[2, 10]'],
      [0, 'oversample', '[0, 10]'],
    ]);
    expect(marks[0]).toMatchObject({ arm: 'vae_mixing', hash: 'config-1', n: 2, fair: true });
    expect(marks[0]!.mean).toBeCloseTo(2.1, 12);
    // t(1 df) = 12.7062, SD 0.2 / sqrt 2, sqrt 2 replicates.
    expect(marks[0]!.half).toBeCloseTo(12.7062047362 * 0.1, 9);
  });

  test('one trial has no interval, and is a sample of one', async () => {
    const sweep = await filledSweep(opened(), 1, 1, { replicates: 1 });
    const { sample, marks } = await opened().configMarks(sweep, MARKS);
    expect([sample, marks.map(({ half, n }) => [half, n])]).toEqual([whole(1), [[null, 1]]]);
    const told = await opened().progress(sweep, {});
    expect(told.best).toEqual([{ place: 1, mean: marks[0]!.mean, hash: 'config-0' }]);
    expect(told).toMatchObject({ places: 1, marks: [{ place: 1 }] });
    const [all] = (await opened().distributions(sweep, {})).distributions;
    expect(all).toMatchObject({ arm: null, n: 1, counts: [1], values: [0], below: [1] });
    const { parameters } = await opened().parameterBins(sweep, {});
    expect(parameters.find(({ name }) => name === 'latent_size')!.bins).toEqual([
      { low: 0, high: 0, values: 1, all: 1, good: 0 },
    ]);
    expect(await opened().splits(sweep, {})).toMatchObject({
      marks: [{ test: 0 }],
      bestByTest: { hash: 'config-0' },
      bestByValidation: { hash: 'config-0' },
    });
  });

  test('a fair sample is marked as one, and the best are in it or beside it', async () => {
    const sweep = await filledSweep(opened(), 12, 1, { replicates: 1 });
    const { sample, marks } = await opened().configMarks(sweep, { ...MARKS, limit: 6, best: 2 });
    expect(sample).toEqual({ ...whole(12), shown: 6 });
    expect(marks).toHaveLength(6);
    expect(marks.slice(0, 2).map(({ hash }) => hash)).toEqual(['config-11', 'config-10']);
    expect(new Set(marks.map(({ hash }) => hash)).size).toBe(6);
    const some = { where: 'latent_size < 9' };
    expect((await opened().configMarks(sweep, { ...MARKS, ...some, limit: 6 })).sample.of).toBe(9);
  });

  test('the best so far, by places', async () => {
    const means = [0.3, 0.1, 0.5, 0.5, 0.4, 0.7];
    const value = (trial: ClaimedTrial) => means[sizeOf(trial)]!;
    const sweep = await filledSweep(opened(), 6, 2, { replicates: 2 }, value);
    const told = await opened().progress(sweep, {});
    expect(told.sample).toEqual(whole(6));
    expect(told.places).toBe(6);
    expect(told.best.map(({ place, mean }) => [place, mean])).toEqual([
      [1, 0.3],
      [3, 0.5],
      [6, 0.7],
    ]);
    expect(told.marks.map(({ place, mean }) => [place, mean])).toEqual(means.map((mean, i) => [i + 1, mean]));
    // Places are those of the sweep, whatever is left out.
    const some = await opened().progress(sweep, { where: 'latent_size in (1, 4)' });
    expect(some.best.map(({ place }) => place)).toEqual([2, 5]);
    const least = await filledSweep(opened(), 6, 2, { goal: 'minimize', replicates: 2 }, value);
    expect((await opened().progress(least, {})).best.map(({ mean }) => mean)).toEqual([0.3, 0.1]);
  });

  test('places in a race, whose configs have but the replicates of its first rung at first', async () => {
    const sweep = await ownedSweep(opened(), { replicates: 4 });
    const given = sampleTrials(5, 4);
    const end = async (trials: typeof given) => {
      await opened().expand(sweep.id, trials, {}, false, OWNER);
      for (const trial of await opened().claim(sweep.id, 100, OWNER, LEASE_MS)) {
        await opened().record([completed(trial, sizeOf(trial) / 10)]);
      }
    };
    await end(given.filter(({ replicate }) => replicate < 2));
    await end(given.filter(({ replicate, config }) => replicate >= 2 && Number(config['latent_size']) < 2));
    const { places, marks, best } = await opened().progress(sweep, {});
    expect(places).toBe(5);
    expect(marks.map(({ place, hash }) => [place, hash])).toEqual(
      [0, 1, 2, 3, 4].map((i) => [i + 1, `config-${i}`]),
    );
    expect(best.at(-1)!.place).toBe(5);
  });

  test('a best that changes all the time is thinned, and keeps its ends', async () => {
    const configs = MOST.steps + 50;
    const sweep = await filledSweep(opened(), configs, 1, { replicates: 1 });
    const { best } = await opened().progress(sweep, {});
    expect(best.length).toBeLessThanOrEqual(MOST.steps);
    expect(best.length).toBeGreaterThan(MOST.steps / 2);
    expect([best[0]!.place, best.at(-1)!.place]).toEqual([1, configs]);
  });

  test('values of parameters are counted, and those of the best tenth', async () => {
    const sweep = await filledSweep(opened(), 40, 1, { replicates: 1 });
    const { sample, parameters } = await opened().parameterBins(sweep, {});
    expect(sample).toEqual(whole(40));
    expect(parameters.map(({ column, numeric }) => [column, numeric])).toEqual([
      ['arm', false],
      ['latent_size', true],
      ['loss_weights_kl', true],
      ['hidden_sizes', false],
    ]);
    const [arm, size, , hidden] = parameters.map(({ bins }) => bins);
    // The best four are 36 to 39, of which 36 is a baseline.
    expect(arm).toEqual([
      { low: 'vae_mixing', high: 'vae_mixing', values: 1, all: 30, good: 3 },
      { low: 'oversample', high: 'oversample', values: 1, all: 10, good: 1 },
    ]);
    expect(size!.map(({ low }) => low)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(size!.flatMap(({ good }, i) => (good ? [i] : []))).toEqual([36, 37, 38, 39]);
    expect(hidden!.every(({ all, values }) => all === 1 && values === 1)).toBe(true);
    const one = await opened().parameterBins(sweep, {
      parameters: ['loss_weights.kl'],
      where: "arm = 'oversample'",
    });
    expect(one.parameters.map(({ name, bins }) => [name, bins.length])).toEqual([['loss_weights.kl', 10]]);
  });

  test('configs that lack a parameter are in no bin and in no part of it, and are marks without a value', async () => {
    const sweep = await ownedSweep(opened(), { replicates: 1 });
    const trials = sampleTrials(8, 1).map((trial) => {
      const { hidden_sizes: _, 'loss_weights.kl': __, ...config } = trial.config;
      return trial.config['arm'] === 'oversample' ? { ...trial, config } : trial;
    });
    await opened().expand(sweep.id, trials, null, true, OWNER);
    const claimed = await opened().claim(sweep.id, 8, OWNER, LEASE_MS);
    await opened().record(claimed.map((trial) => completed(trial, sizeOf(trial))));
    const parameters = ['hidden_sizes'];
    const binned = await opened().parameterBins(sweep, { parameters });
    expect(binned.parameters[0]!.bins.map(({ all }) => all)).toEqual([1, 1, 1, 1, 1, 1]);
    const { marks } = await opened().configMarks(sweep, { ...MARKS, parameters });
    expect(marks.flatMap(({ arm, values }) => (values[0] === null ? [arm] : []))).toEqual([
      'oversample',
      'oversample',
    ]);
    const lists = { parameter: 'hidden_sizes', choices: binned.parameters[0]!.bins.map(({ low }) => low) };
    const numbers = { parameter: 'loss_weights.kl', edges: [0, 0.5, 1] };
    const counted = await opened().cells(sweep, { grids: [[lists], [numbers], [numbers, lists]] });
    expect(counted.map((cells) => cells.reduce((sum, { configs }) => sum + configs, 0))).toEqual([6, 6, 6]);
  });

  test('of many values, numbers are in bins of equally many configs, and the rarest others together', async () => {
    const sweep = await filledSweep(opened(), 400, 1, { replicates: 1 });
    const { parameters } = await opened().parameterBins(sweep, {});
    const size = parameters.find(({ name }) => name === 'latent_size')!.bins;
    expect(size).toHaveLength(MOST.parameterBins);
    expect(size.every(({ all, values }) => all === 8 && values === 8)).toBe(true);
    expect([size[0]!.low, size.at(-1)!.high]).toEqual([0, 399]);
    expect(size.reduce((sum, { good }) => sum + good, 0)).toBe(40);
    const hidden = parameters.find(({ name }) => name === 'hidden_sizes')!.bins;
    expect(hidden.map(({ all }) => all)).toEqual([...Array(MOST.parameterBins - 1).fill(1), 400 - 49]);
    expect(hidden.at(-1)!.values).toBe(400 - 49);
  });

  test('distributions: of all, and arm by arm, the best first', async () => {
    const sweep = await filledSweep(
      opened(),
      8,
      1,
      { replicates: 1 },
      (trial) => [4, 1, 2, 2, 8, 3, 4, 5][sizeOf(trial)]!,
    );
    const { edges, distributions } = await opened().distributions(sweep, {});
    const [all, best, other] = distributions;
    expect(distributions.map(({ arm, n, mean }) => [arm, n, mean])).toEqual([
      [null, 8, 29 / 8],
      ['oversample', 2, 6],
      ['vae_mixing', 6, 17 / 6],
    ]);
    expect([all!.least, all!.quartiles, all!.most]).toEqual([1, [2, 3.5, 4.25], 8]);
    expect([all!.values, all!.below]).toEqual([
      [1, 2, 3, 4, 5, 8],
      [1, 3, 4, 6, 7, 8],
    ]);
    expect([best!.collapsedShare, other!.collapsedShare]).toEqual([null, 0]);
    // Three bins, sqrt 8 rounded up, from 1 to 8: 1 2 2 3 | 4 4 5 | 8.
    expect(edges.map((edge) => Math.round(edge * 1e6) / 1e6)).toEqual([1, 3.333333, 5.666667, 8]);
    expect([all!.counts, best!.counts]).toEqual([
      [4, 3, 1],
      [0, 1, 1],
    ]);
  });

  test('a long distribution is thinned and stays exact', async () => {
    const sweep = await filledSweep(opened(), 500, 1, { replicates: 1 }, (trial) => sizeOf(trial) % 450);
    const [all] = (await opened().distributions(sweep, {})).distributions;
    expect(all!.values.length).toBeLessThanOrEqual(MOST.points);
    expect([all!.values[0], all!.values.at(-1), all!.below.at(-1)]).toEqual([0, 449, 500]);
    for (const [i, value] of all!.values.entries()) {
      expect(all!.below[i]).toBe(value + 1 + Math.min(50, value + 1));
    }
  });

  test('means by the parts of parameters, a number by edges and others by value', async () => {
    const sweep = await filledSweep(opened(), 8, 1, { replicates: 1 }, (trial) => sizeOf(trial));
    const size = { parameter: 'latent_size', edges: [1, 4, 6] };
    const arm = { parameter: 'arm', choices: ['oversample', 'vae_mixing'] };
    const grids = await opened().cells(sweep, {
      grids: [
        [size],
        [size, arm],
        [{ parameter: 'hidden_sizes', choices: ['[7, 10]', '[1, 10]'] }],
        [{ parameter: 'loss_weights.kl', choices: [0.125, 0.25] }],
      ],
    });
    // 0 and 7 lie outside of the edges, and count in the outermost parts.
    expect(grids[0]).toEqual([
      { x: 0, y: 0, mean: 1.5, configs: 4 },
      { x: 1, y: 0, mean: 5.5, configs: 4 },
    ]);
    expect(grids[1]).toEqual([
      { x: 0, y: 0, mean: 0, configs: 1 },
      { x: 0, y: 1, mean: 2, configs: 3 },
      { x: 1, y: 0, mean: 4, configs: 1 },
      { x: 1, y: 1, mean: 6, configs: 3 },
    ]);
    expect(grids[2]!.map(({ x, mean }) => [x, mean])).toEqual([
      [0, 7],
      [1, 1],
    ]);
    expect(grids[3]!.map(({ x, mean }) => [x, mean])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('both splits, and what either would choose', async () => {
    const sweep = await endedSweep(opened(), 5, 2, (trial) => {
      // The second best on test rows is the best on validation rows.
      return completed(trial, sizeOf(trial) / 10, sizeOf(trial) === 3 ? { val_accuracy: 0.9 } : {});
    });
    const told = await opened().splits(sweep, {});
    expect(told.marks.map(({ hash }) => hash)).toEqual([4, 3, 2, 1, 0].map((i) => `config-${i}`));
    expect(told.bestByTest).toMatchObject({ hash: 'config-4', test: 0.4 });
    expect(told.bestByValidation).toMatchObject({ hash: 'config-3', test: 0.3, validation: 0.9 });
    const byLoss = await opened().splits(sweep, { by: 'val_log_loss' });
    expect(byLoss.bestByTest!.hash).toBe('config-0');
    expect(byLoss.marks[0]!.test).toBeGreaterThan(byLoss.marks[0]!.validation);
  });

  test('another metric is read out of trials, and ranked its own way', async () => {
    const sweep = await filledSweep(opened(), 6, 3);
    const by = { by: 'test_log_loss' };
    const board = await opened().leaderboard(sweep, { limit: 6, ...by });
    const means = board.rows.map((row) => row[board.columns.indexOf('mean')]);
    const { marks, sample } = await opened().configMarks(sweep, { ...MARKS, best: 6, ...by });
    expect(marks.map(({ mean }) => mean)).toEqual(means);
    expect(sample).toEqual(whole(6));
    expect((await opened().progress(sweep, by)).best).toHaveLength(1);
    expect((await opened().distributions(sweep, by)).distributions[0]!.n).toBe(6);
    expect((await opened().parameterBins(sweep, by)).sample).toEqual(whole(6));
    const grids = await opened().cells(sweep, {
      ...by,
      grids: [[{ parameter: 'latent_size', edges: [0, 6] }]],
    });
    expect(grids[0]![0]!.configs).toBe(6);
  });

  test('nothing is answered, not refused, where there is nothing', async () => {
    const none = await ownedSweep(opened());
    const all = await endedSweep(opened(), 3, 1, (trial) => failed(trial));
    const undefinedEverywhere = await endedSweep(
      opened(),
      3,
      1,
      (trial) => completed(trial, 0.5, { test_roc_auc: Number.NaN }),
      { metric: 'test_roc_auc' },
    );
    for (const sweep of [none, all, undefinedEverywhere]) {
      for (const options of [{}, { by: 'test_roc_auc' }]) {
        if (options.by && sweep !== undefinedEverywhere) continue;
        expect(await opened().configMarks(sweep, { ...MARKS, ...options })).toEqual({
          sample: whole(0),
          marks: [],
        });
        expect(await opened().progress(sweep, options)).toMatchObject({
          sample: whole(0),
          marks: [],
          best: [],
        });
        const { parameters } = await opened().parameterBins(sweep, options);
        expect(parameters.map(({ bins }) => bins)).toEqual([[], [], [], []]);
        expect(await opened().distributions(sweep, options)).toEqual({
          sample: whole(0),
          edges: [],
          distributions: [],
        });
        const grids = [[{ parameter: 'arm', choices: ['smote'] }]] as const;
        expect(await opened().cells(sweep, { ...options, grids })).toEqual([[]]);
        expect(await opened().splits(sweep, options)).toEqual({
          ...{ sample: whole(0), marks: [], bestByTest: null, bestByValidation: null },
        });
      }
    }
  });

  test('conditions are as in the leaderboard, and so is what is wrong with them', async () => {
    const sweep = await filledSweep(opened(), 8, 2);
    const shown = async (where: string) => (await opened().distributions(sweep, { where })).sample.shown;
    expect(await shown('loss_weights.kl >= 0.75')).toBe(2);
    expect(await shown(`"loss_weights_kl" > 0.75 or arm = 'oversample'`)).toBe(3);
    expect(await shown('mean > 0.06 and n = 2')).toBe(2);
    expect(await shown('test_recall > 2.0/7 + 0.06')).toBe(2);
    expect(await shown('false')).toBe(0);
    const asked: ((options: { where?: string; by?: string }) => Promise<unknown>)[] = [
      (options) => opened().configMarks(sweep, { ...MARKS, ...options }),
      (options) => opened().progress(sweep, options),
      (options) => opened().parameterBins(sweep, options),
      (options) => opened().distributions(sweep, options),
      (options) =>
        opened().cells(sweep, { ...options, grids: [[{ parameter: 'latent_size', edges: [0, 1] }]] }),
      (options) => opened().splits(sweep, options),
    ];
    for (const ask of asked) {
      for (const where of ['latent_sise > 1', 'true) or (true', 'true; drop table sweeps', 'arm = smote']) {
        await expect(ask({ where }), where).rejects.toMatchObject({ code: 'bad_where' });
      }
      await expect(ask({ by: 'test_acuracy' })).rejects.toMatchObject({ code: 'unknown_metric' });
    }
  });
}
