import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSweep } from '../exam/samples.ts';
import { makeFolder, makeStore, removeFolder } from '../fixtures/folder.ts';
import { openStore } from '../open.ts';
import type { Store, Sweep } from '../port.ts';
import { MOST } from './most.ts';

/** More than are sorted, and more than are counted under a condition. */
const CONFIGS = 21_000;
const whole = (of: number) => ({ shown: of, of, estimated: false, infinite: 0, breaking: 0, asked: null });

describe('figures of many configs', () => {
  const folder = makeFolder();
  let store: Store;
  let sweep: Sweep;
  let client: pg.Client;

  beforeAll(async () => {
    await makeStore(folder);
    store = await openStore({ location: folder, lingerMs: 0 });
    ({ sweep } = await store.createSweep(newSweep({ replicates: 1 })));
    client = new pg.Client(store.location.url);
    await client.connect();
    // Later configs are better, and so are those of one arm; every value of loss_weights.kl is another.
    await client.query(
      `insert into configs (sweep_id, config_hash, run_hash, baseline_hash, config, ns, means, score, test_mean, val_mean)
       select ${sweep.id}, encode(sha256(i::text::bytea), 'hex'), '', '',
         jsonb_build_object('arm', arm, 'latent_size', 10000 + i % 10000, 'loss_weights.kl', i / 1e6, 'hidden_sizes',
           jsonb_build_array(i % 100, 7)),
         '{1}', array[v], v, v, v - 0.1
       from (
         select i, v + i / ${CONFIGS}.0 as v, arm
         from generate_series(1, ${CONFIGS}) i,
           lateral (select case i % 3 when 0 then 'smote' else 'none' end as arm, (i % 3)::float8 as v) x
       ) y`,
    );
    await client.query(
      `insert into trial_rows (sweep_id, number, config_id, replicate, seed, state, result_key, objectives, scalars)
       select sweep_id, id, id, 1, '', 'completed', id::text, means, array[score]
       from configs`,
    );
    await client.query('analyze');
  }, 180_000);

  afterAll(async () => {
    await client?.end();
    await store?.close();
    await removeFolder(folder);
  });

  const meanOf = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

  test('marks are a fair sample: neither of results, nor of the order, nor of arms', async () => {
    const { sample, marks } = await store.configMarks(sweep, {
      limit: 2000,
      best: 0,
      parameters: ['loss_weights.kl'],
    });
    expect(sample).toEqual({ ...whole(CONFIGS), shown: MOST.marks });
    expect(marks).toHaveLength(MOST.marks);
    // Means are i % 3 + i / CONFIGS: 1.5, SD sqrt(2 / 3 + 1 / 12) = 0.866; of 2000: 0.0194. Four of them either way.
    expect(Math.abs(meanOf(marks.map(({ mean }) => mean)) - 1.5)).toBeLessThan(0.078);
    // Places are uniform: SD 1 / sqrt 12 = 0.289; of 2000: 0.0065.
    const places = marks.map(({ values }) => (Number(values[0]) * 1e6) / CONFIGS);
    expect(Math.abs(meanOf(places) - 0.5)).toBeLessThan(0.026);
    // A third: SD sqrt(2 / 9 / 2000) = 0.0105.
    expect(Math.abs(meanOf(marks.map(({ arm }) => Number(arm === 'smote'))) - 1 / 3)).toBeLessThan(0.042);
    const again = await store.configMarks(sweep, { limit: 2000, best: 0, parameters: [] });
    expect(again.marks.map(({ hash }) => hash)).toEqual(marks.map(({ hash }) => hash));
  });

  test('a sample under a condition is one of what the condition admits', async () => {
    const asked = { limit: 500, best: 0, parameters: [], where: "arm = 'smote' and mean > 0.5" };
    const { sample, marks } = await store.configMarks(sweep, asked);
    // A sixth: 1,167 of 7,000 looked at; 500 found: SD about sqrt(500) of them.
    expect(sample).toMatchObject({ shown: 500, estimated: true });
    expect(Math.abs(sample.of / (CONFIGS / 6) - 1)).toBeLessThan(4 / Math.sqrt(500));
    // Uniform from 0.5 to 1: SD 0.144; of 500: 0.0065.
    expect(Math.abs(meanOf(marks.map(({ mean }) => mean)) - 0.75)).toBeLessThan(0.026);
  });

  test.each([
    ['most meet', 'mean > 0.5'],
    ['some meet', "arm = 'smote'"],
    ['few meet', 'loss_weights.kl < 0.0003'],
    ['none meets', 'mean > 9'],
  ])('the best under a condition that %s are those of the leaderboard', async (_, where) => {
    const { rows, columns } = await store.leaderboard(sweep, { limit: 20, where });
    const { marks, sample } = await store.configMarks(sweep, { limit: 500, best: 20, parameters: [], where });
    const hashes = rows.map((row) => row[columns.indexOf('config_hash')]);
    expect(marks.slice(0, 20).map(({ hash }) => hash)).toEqual(hashes);
    const count = (await store.countConfigs(sweep, { where }))!;
    expect(marks).toHaveLength(Math.min(count, 500));
    expect(sample).toMatchObject({ shown: Math.min(count, 500), estimated: count > 500 });
    const { best } = await store.progress(sweep, { where });
    expect(best.at(-1)?.hash).toBe(hashes[0]);
  });

  test('answers are bounded, and what is counted in all is exact', async () => {
    const told = await store.progress(sweep, {});
    expect([told.sample.shown, told.marks.length, told.places]).toEqual([2000, 2000, CONFIGS]);
    expect(told.best.length).toBeLessThanOrEqual(MOST.steps);
    expect(told.best.at(-1)!.mean).toBeCloseTo(2 + (CONFIGS - 1) / CONFIGS, 12);
    const { sample, edges, distributions } = await store.distributions(sweep, {});
    expect([sample.shown, sample.of, edges.length]).toEqual([MOST.sorted, CONFIGS, MOST.bins + 1]);
    expect(distributions[0]!.counts.reduce((sum, one) => sum + one, 0)).toBe(MOST.sorted);
    expect(distributions.every(({ values }) => values.length <= MOST.points)).toBe(true);
    const grids = [[{ parameter: 'arm', choices: ['smote', 'none'] }]] as const;
    const [cells] = await store.cells(sweep, { grids });
    const [smote, none] = cells!.map(({ configs }) => configs);
    expect(smote! + none!).toBe(MOST.counted);
    // A third: SD sqrt(2 / 9 * 10,000) = 47, less of a sample without replacement.
    expect(Math.abs(smote! - MOST.counted / 3)).toBeLessThan(190);
    const marks = (await store.splits(sweep, {})).marks.length;
    expect(marks).toBe(MOST.marks);
  });

  test('10,000 values of one parameter are counted in few bins, out of a sample', async () => {
    const { sample, parameters } = await store.parameterBins(sweep, {});
    expect(sample).toEqual({ ...whole(CONFIGS), shown: MOST.counted });
    expect(parameters.every(({ bins }) => bins.length <= MOST.parameterBins)).toBe(true);
    const size = parameters.find(({ name }) => name === 'latent_size')!.bins;
    expect(size.reduce((sum, { values }) => sum + values, 0)).toBeGreaterThan(MOST.parameterBins);
    expect(size.reduce((sum, { all }) => sum + all, 0)).toBe(MOST.counted);
    expect(size.reduce((sum, { good }) => sum + good, 0)).toBe(MOST.counted / 10);
  });

  test('of another metric so many trials are read, and how many configs there are is estimated', async () => {
    const options = { by: 'test_accuracy', where: 'loss_weights.kl <= 0.0105' };
    const own = { ...sweep, metric: 'val_accuracy' };
    const { sample } = await store.distributions(own, options);
    expect(sample).toEqual(whole(CONFIGS / 2));
    const few = await store.distributions({ ...own, replicates: 10 }, options);
    expect(few.sample.shown).toBe(MOST.trials / 10);
    expect(Math.abs(few.sample.of - CONFIGS / 2)).toBeLessThan(1050);
    // The first half: i % 3 + i / CONFIGS is 1.25 on average.
    expect(Math.abs(few.distributions[0]!.mean - 1.25)).toBeLessThan(0.075);
  });

  test('a condition that only trials answer is asked of a sample, and told so', async () => {
    const replicates = Math.ceil(MOST.asked / (CONFIGS / 3));
    const asked = Math.floor(MOST.asked / replicates);
    const many = { ...sweep, replicates };
    // Of trials whose test accuracy is that of i % 3 + i / CONFIGS: the upper half of a third.
    const { sample } = await store.distributions(many, { where: 'test_accuracy >= 2.5' });
    expect(sample.asked).toBe(asked);
    expect(sample.shown).toBeLessThan(asked / 4);
    // A sixth of 21,000; of 7,000 asked: SD 47 of 1,167.
    expect(Math.abs(sample.of - CONFIGS / 6)).toBeLessThan(565);
    const none = await store.distributions(many, { where: 'test_accuracy > 9' });
    expect(none.sample).toEqual({ ...whole(0), asked });
    const all = await store.distributions(sweep, { where: 'test_accuracy >= 2.5' });
    expect(all.sample).toEqual(whole(CONFIGS / 6));
  });

  test('means that are infinite or no number are left out, and told', async () => {
    await client.query('begin');
    await client.query(
      `update configs set means = array[v], score = v, test_mean = v
       from unnest('{NaN, Infinity, -Infinity}'::float8[]) with ordinality as x (v, i)
       where (config ->> 'loss_weights.kl')::float8 = i / 1e6`,
    );
    await client.query(
      `update configs set sds = '{NaN}', ns = '{2}', val_mean = 'Infinity' where (config ->> 'loss_weights.kl')::float8 = 4 / 1e6`,
    );
    await client.query('commit');
    const all = await store.distributions(sweep, {});
    expect(all.sample).toEqual({ ...whole(CONFIGS - 3), shown: MOST.sorted, infinite: 3 });
    expect([all.edges[0], all.edges.at(-1)].every(Number.isFinite)).toBe(true);
    const where = 'loss_weights.kl < 0.0000055';
    const { sample, marks } = await store.configMarks(sweep, { limit: 10, best: 1, parameters: [], where });
    expect(sample).toEqual({ ...whole(2), infinite: 3 });
    expect(marks.map(({ half, n }) => [half, n])).toEqual([
      [null, 1],
      [null, 2],
    ]);
    expect((await store.splits(sweep, { where })).marks).toHaveLength(1);
    expect((await store.progress(sweep, { where })).best.map(({ place }) => place)).toEqual([4, 5]);
    expect((await store.standing(sweep, { where })).best!.mean).toBeCloseTo(2 + 5 / CONFIGS, 12);
    const nowhere = await store.progress(sweep, { where: 'loss_weights.kl < 0.0000035' });
    expect(nowhere.sample).toEqual({ ...whole(0), infinite: 3 });
  });
});
