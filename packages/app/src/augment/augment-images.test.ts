import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveDataset, storedDefinition } from '@latentsweep/coordinator';
import { openImages } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker/engines';
import { describe, expect, test } from 'vitest';
import { sweepWithTrials } from '../again/fixtures/sweep-with-trials.ts';
import { augment } from './augment.ts';

const IMAGES = '{ kind: images, path: images.csv, target: y, shape: [2, 3, 1] }';
const small = { epochs: 2, minority_rate: 1, classifier_epochs: 2, batch_size: 32 };

async function placeOf(arm: string) {
  const place = await sweepWithTrials({ dataset: IMAGES, configs: [{ ...small, arm }] });
  const wish = { store: place.store, sweep: place.sweep, trialId: place.trials[0]!, engines: ENGINES };
  const to = (name: string) => join(place.folder, name);
  const read = async (path: string, keys = {}) => {
    const { dataset } = storedDefinition(place.sweep);
    const given = { ...dataset, target: null, shape: null, path: to(path), ...keys } as typeof dataset;
    return openImages((await resolveDataset(given)).content!);
  };
  return { ...place, to, wish, read };
}

describe('images with made ones', () => {
  test.for(['smote', 'vae_conditional'])('%s: an archive that is read again', async (arm) => {
    const { wish, to, read } = await placeOf(arm);
    const done = await augment({ ...wish, rows: null, to: to('a.npz') });
    expect(done).toMatchObject({ real: 120, made: 80, note: null });
    expect(done.ofClasses).toEqual(
      new Map([
        ['dark', 0],
        ['bright', 80],
      ]),
    );
    const images = await read('a.npz');
    expect(images).toMatchObject({ count: 200, shape: [2, 3, 1], max: 255, classes: ['bright', 'dark'] });
    const own = await read('images.csv', { target: 'y', shape: [2, 3, 1] });
    expect([...images.pixels.subarray(0, 720)]).toEqual([...own.pixels]);
    expect([...images.codes.subarray(120)]).toEqual(Array.from({ length: 80 }, () => 0));
    await augment({ ...wish, rows: null, to: to('b.npz') });
    expect(await readFile(to('b.npz'))).toEqual(await readFile(to('a.npz')));
  });

  test('a folder of pictures, a folder a class, that is read again', async () => {
    const { wish, to, read } = await placeOf('smote');
    const done = await augment({ ...wish, rows: 7, to: to('out/') });
    expect(done).toMatchObject({ real: 120, made: 7 });
    expect((await readdir(to('out'))).sort()).toEqual(['bright', 'dark']);
    const bright = await readdir(to('out/bright'));
    expect(bright.filter((name) => name.startsWith('generated-'))).toHaveLength(7);
    expect(bright.filter((name) => name.startsWith('real-'))).toHaveLength(20);
    const images = await read('out');
    expect(images).toMatchObject({ count: 127, shape: [2, 3, 1], classes: ['bright', 'dark'] });
    const sum = (values: Uint8Array) => values.reduce((all, value) => all + value, 0);
    const own = await read('images.csv', { target: 'y', shape: [2, 3, 1] });
    expect(sum(images.pixels)).toBeGreaterThan(sum(own.pixels));
    await expect(augment({ ...wish, rows: 7, to: to('out/') })).rejects.toMatchObject({
      code: 'file_exists',
    });
  });

  test('are no table, and a table is no images', async () => {
    const { wish, to } = await placeOf('smote');
    await expect(augment({ ...wish, rows: 1, to: to('a.csv') })).rejects.toMatchObject({
      code: 'bad_option',
      message: expect.stringContaining('are images'),
    });
    const table = await sweepWithTrials({
      dataset: '{ path: customers.csv, target: state }',
      configs: [{ ...small, arm: 'smote' }],
    });
    const other = { ...wish, store: table.store, sweep: table.sweep, trialId: table.trials[0]! };
    await expect(augment({ ...other, rows: 1, to: join(table.folder, 'a.npz') })).rejects.toMatchObject({
      code: 'bad_option',
      message: expect.stringContaining('are no images'),
    });
  });

  test('of an arm that makes none say so', async () => {
    const { wish, to } = await placeOf('transform');
    await expect(augment({ ...wish, rows: 1, to: to('a.npz') })).rejects.toMatchObject({
      code: 'no_rows_made',
    });
  });
});
