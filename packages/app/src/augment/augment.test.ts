import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveDataset, storedDefinition } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker/engines';
import { describe, expect, test } from 'vitest';
import { sweepWithTrials } from '../again/fixtures/sweep-with-trials.ts';
import { augment } from './augment.ts';

const TABLE = '{ path: customers.csv, target: state, positive: left }';
const small = { epochs: 2, minority_rate: 0.5, classifier_epochs: 2, batch_size: 32 };

async function placeOf(arm: string, dataset = TABLE) {
  const place = await sweepWithTrials({ dataset, configs: [{ ...small, arm }] });
  const to = (name: string) => join(place.folder, name);
  const wish = { store: place.store, sweep: place.sweep, trialId: place.trials[0]!, engines: ENGINES };
  return { ...place, to, wish };
}

/** The sweep's table under another path, as its own sweep file reads it. */
async function readBack(place: Awaited<ReturnType<typeof placeOf>>, path: string, select?: string) {
  const { dataset } = storedDefinition(place.sweep);
  if (dataset.kind !== 'table') throw new TypeError('no table');
  return resolveDataset({ ...dataset, ...(select === undefined ? { path } : { path: null, select }) });
}

describe('augment', () => {
  test.for(['vae_mixing', 'smote'])(
    '%s: a table that its own sweep file reads back with equal types',
    async (arm) => {
      const place = await placeOf(arm);
      const { wish, to, folder } = place;
      const done = await augment({ ...wish, rows: null, to: to('a.csv') });
      expect(done).toMatchObject({ real: 240, made: 160, note: null });
      expect(done.ofClasses).toEqual(
        new Map([
          ['stayed', 0],
          ['left', 160],
        ]),
      );
      const text = await readFile(to('a.csv'), 'utf8');
      const lines = text.trimEnd().split('\n');
      expect(lines[0]).toBe('age,income,town,member,state,__generated__');
      const before = (await readFile(join(folder, 'customers.csv'), 'utf8')).trimEnd().split('\n');
      expect(lines.slice(1, 241)).toEqual(before.slice(1).map((line) => `${line},false`));
      for (const line of lines.slice(241)) {
        // Numbers of the table's decimals and range, categories of the table, missing cells where it has some.
        expect(line).toMatch(/^([2-9]\d)?,[1-5]\d{3},(Bern|Rom|Wien)?,(yes|no),left,true$/);
      }
      const before_ = await readBack(place, 'customers.csv');
      const after = await readBack(place, 'a.csv');
      expect(after.report).toMatchObject({
        numbers: 2,
        categories: (before_.report as { categories: unknown }).categories,
        features: before_.report!.features,
        leftOut: [{ name: '__generated__', why: 'says which rows are generated' }],
      });
      expect(after.notes.map(({ code }) => code)).toContain('generated_rows');
      const real = await readBack(place, 'a.csv', `from 'a.csv' where not __generated__`);
      expect(real.report).toEqual({ ...before_.report, leftOut: expect.anything() });
      expect(real.notes).toEqual([]);
      expect(after.report!.classes.map((one) => 'rows' in one && one.rows)).toEqual([200, 200]);
    },
  );

  test('the same wish writes the same bytes, a larger one goes on behind a smaller one', async () => {
    const { wish, to } = await placeOf('vae_mixing');
    const texts: string[] = [];
    for (const [name, rows] of [
      ['a.csv', 30],
      ['b.csv', 30],
      ['c.csv', 300],
    ] as const) {
      const { made } = await augment({ ...wish, rows, to: to(name) });
      expect(made).toBe(rows);
      texts.push(await readFile(to(name), 'utf8'));
    }
    expect(texts[1]).toBe(texts[0]);
    expect(texts[2]!.startsWith(texts[0]!)).toBe(true);
    const made = texts[2]!.trimEnd().split('\n').slice(241);
    expect(new Set(made).size).toBeGreaterThan(100);
  });

  test('Parquet, with types, is read back too', async () => {
    const place = await placeOf('vae_mixing');
    await augment({ ...place.wish, rows: 20, to: place.to('a.parquet') });
    const { report } = await readBack(place, 'a.parquet');
    expect(report).toMatchObject({
      rows: 260,
      numbers: 2,
      features: (await readBack(place, 'customers.csv')).report!.features,
    });
  });

  test('the file of a table that moved; one that is another', async () => {
    const { wish, to, folder } = await placeOf('smote');
    const done = await augment({
      ...wish,
      rows: 5,
      to: to('a.csv'),
      data: { path: 'customers.csv', from: folder },
    });
    expect(done.made).toBe(5);
    const other = augment({ ...wish, rows: 5, to: to('b.csv'), data: { path: 'a.csv', from: folder } });
    await expect(other).rejects.toMatchObject({ code: 'data_changed' });
    await expect(stat(to('b.csv'))).rejects.toThrow('ENOENT');
    await rm(join(folder, 'customers.csv'));
    await expect(augment({ ...wish, rows: 5, to: to('c.csv') })).rejects.toMatchObject({
      code: 'file_not_found',
      hint: 'Say where the table is now: --data FILE.',
    });
  });

  test('rows that are split by groups get groups of their own, and the table is read back', async () => {
    const split = 'split: { group: client }';
    const select = `select *, 'c' || income as client from 'customers.csv'`;
    const place = await placeOf('smote', `{ select: "${select}", target: state, positive: left, ${split} }`);
    await augment({ ...place.wish, rows: 20, to: place.to('a.csv') });
    const lines = (await readFile(place.to('a.csv'), 'utf8')).trimEnd().split('\n').slice(241);
    expect(lines.map((line) => line.split(',').at(-2))).toEqual(lines.map((_, i) => `generated ${241 + i}`));
    const { dataset } = storedDefinition(place.sweep);
    if (dataset.kind !== 'table') throw new TypeError('no table');
    const { report } = await resolveDataset({ ...dataset, path: 'a.csv', select: null });
    expect(report).toMatchObject({ rows: 260 });
    const numbered = await placeOf(
      'smote',
      '{ path: customers.csv, target: state, positive: left, split: { group: income } }',
    );
    await augment({ ...numbered.wish, rows: 2, to: numbered.to('a.parquet') });
    expect((await readBack(numbered, 'a.parquet')).report).toMatchObject({ rows: 242 });
  });

  test('copies are counted: SMOTE of a class with one row copies it', async () => {
    const { wish, to } = await placeOf(
      'smote',
      '{ path: customers.csv, target: state, drop: [age, income] }',
    );
    const { made, copies } = await augment({ ...wish, rows: 50, to: to('a.csv') });
    expect([made, copies > 0]).toEqual([50, true]);
  });

  test('an arm that makes no rows, and data that are no table', async () => {
    const none = await placeOf('oversample');
    await expect(augment({ ...none.wish, rows: 5, to: none.to('a.csv') })).rejects.toMatchObject({
      code: 'no_rows_made',
    });
    const drawn = await placeOf('smote', '{ kind: simulated, train: 100, validation: 30, test: 30 }');
    await expect(augment({ ...drawn.wish, rows: 5, to: drawn.to('a.csv') })).rejects.toMatchObject({
      code: 'no_table',
    });
  });
});
