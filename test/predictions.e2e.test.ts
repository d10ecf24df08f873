/** Figures of predictions: a sweep is run, and its trials are trained again for whoever wants to look at them. */

import { rm } from 'node:fs/promises';
import { gatherFigure, openAgain } from '@latentsweep/app';
import { type KnownSweep, openStore, type Store } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** 300 rows with gaps, categories and three classes, two of them rare. */
const CSV = `age,income,town,member,state\n${Array.from({ length: 300 }, (_, i) => {
  const state = i % 9 === 0 ? 'left' : i % 10 === 0 ? 'moved' : 'stayed';
  const age = i % 11 === 0 ? '' : 20 + ((i * 7) % 50) + (state === 'left' ? 15 : 0);
  const town = i % 13 === 0 ? '' : ['Bern', 'Rom', 'Wien'][Math.floor(i / (state === 'moved' ? 9 : 1)) % 3];
  return `${age},${1000 + ((i * 37) % 400) * 10},${town},${i % 2 ? 'x' : 'z'},${state}`;
}).join('\n')}\n`;
const FILE = `
name: customers
method: grid
metric: { name: test_roc_auc, goal: maximize }
replicates: 2
seed: 1
dataset: { path: customers.csv, target: state }
parameters:
  arm: { values: [oversample, vae_mixing] }
  epochs: { values: [1, 3] }
`;

let place: Workplace;
let store: Store;
let sweep: KnownSweep;
beforeAll(async () => {
  place = await openWorkplace();
  await place.write('customers.csv', CSV);
  await place.write('customers.yaml', FILE);
  expect((await place.sweep('run', 'customers.yaml')).code).toBe(0);
  store = await openStore({ location: '.latentsweep', lingerMs: 0 });
  ({ sweep } = await store.findSweep('customers'));
}, 180_000);
afterAll(async () => {
  await store?.close();
  await place?.remove();
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** A measure of a config's completed trials. */
async function measured(hash: string, measure: string): Promise<number> {
  return (await store.config(sweep, hash, 1)).measures.get(measure)!.mean!;
}

test('the four figures agree with what was measured when the sweep ran', async () => {
  const again = openAgain({ store, keep: store, engines: ENGINES });
  const steps: string[] = [];
  const services = {
    again,
    onTraining: ({ place, of }: { place: number; of: number }) => void steps.push(`${place}/${of}`),
  };
  const wish = { where: "arm = 'vae_mixing' and epochs = 3" };
  const roc = await gatherFigure(store, sweep, { ...wish, figure: 'roc' }, services);
  if (roc.figure !== 'roc') throw new Error('another figure');
  expect(roc.curves.map(({ of }) => of)).toEqual(['left', 'moved', 'stayed']);
  expect(mean(roc.curves.map(({ area }) => area))).toBeCloseTo(await measured(roc.config, 'test_roc_auc'), 6);
  expect(steps.every((step) => /^[12]\/2$/.test(step))).toBe(true);

  const pr = await gatherFigure(
    store,
    sweep,
    { ...wish, figure: 'precision-recall', split: 'validation' },
    services,
  );
  if (pr.figure !== 'precision-recall') throw new Error('another figure');
  expect(mean(pr.curves.map(({ area }) => area))).toBeCloseTo(await measured(pr.config, 'val_pr_auc'), 6);

  const calibration = await gatherFigure(store, sweep, { ...wish, figure: 'calibration' }, services);
  if (calibration.figure !== 'calibration') throw new Error('another figure');
  expect(calibration.curves[0]!.error).toBeCloseTo(await measured(roc.config, 'test_ece'), 6);

  const generated = await gatherFigure(store, sweep, { ...wish, figure: 'generated' }, services);
  if (generated.figure !== 'generated') throw new Error('another figure');
  expect(generated.columns.map(({ column }) => column)).toEqual(['age', 'income', 'town', 'member']);
  expect(generated.columns.map(({ choices }) => choices?.length ?? null)).toEqual([null, null, 3, 2]);
  expect(generated.notes.join()).not.toContain('bits');
  expect(generated.notes.at(-1)).toMatch(
    /^Missing: age in \d+% of the real rows and \d+% of the generated ones/,
  );
  await again.close();

  // Kept: who asks next needs no training.
  expect((await store.query('select count(*) from predictions')).rows).toEqual([[2]]);
  const kept = openAgain({
    store,
    keep: store,
    engines: ENGINES,
    train: () => Promise.reject(new Error('trained')),
  });
  expect(await gatherFigure(store, sweep, { ...wish, figure: 'roc' }, { again: kept })).toEqual(roc);
  await kept.close();
});

test('a result that another machine falsified is not shown as if it were the same', async () => {
  const client = new pg.Client(store.location.url);
  await client.connect();
  await client.query("update trial_rows set result_hash = repeat('0', 64) where number = 1");
  await client.end();
  const { rows, columns } = await store.trials(sweep, { after: 0, limit: 1 });
  const id = rows[0]![columns.indexOf('id')] as number;
  const again = openAgain({ store, keep: store, engines: ENGINES });
  await expect(again.of(id)).rejects.toMatchObject({
    code: 'other_result',
    message: expect.stringContaining(`its hash was ${'0'.repeat(64)} and is `),
  });
  expect(await store.keptPredictions(id)).toBeNull();
  await again.close();
});

test('a table that is gone is named, and a sweep that is removed takes what was kept with it', async () => {
  await rm('customers.csv');
  const again = openAgain({ store, keep: store, engines: ENGINES });
  const wish = { figure: 'roc', where: "arm = 'oversample' and epochs = 3" } as const;
  await expect(gatherFigure(store, sweep, wish, { again })).rejects.toMatchObject({
    code: 'data_missing',
    message: expect.stringContaining('customers.csv'),
  });
  await store.removeSweep(sweep.id);
  expect((await store.query('select count(*) from predictions')).rows).toEqual([[0]]);
  await expect(gatherFigure(store, sweep, wish, { again })).rejects.toMatchObject({ code: 'unknown_sweep' });
  await again.close();
});
