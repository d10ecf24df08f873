import { InputError, LatentsweepError } from '@latentsweep/core';
import type { KnownSweep, Reading } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { reportedFigures } from './figures.ts';

const sweepOf = (kind: 'images' | 'table') =>
  ({ word: 'deck', metric: 'test_accuracy', goal: 'maximize', datasetSpec: { kind } }) as KnownSweep;

/** It has one config with a completed trial, and nothing else to draw. */
const store = new Proxy({} as Reading, {
  get: (_, name) => async () => {
    if (name === 'bestConfig') return { hash: 'abc' };
    if (name === 'config') return { config: {}, trials: [{ id: 1, state: 'completed' }], trialCount: 1 };
    throw new InputError('nothing_to_draw', 'Nothing of this.', 'Wait.');
  },
});

const failing = (error: Error) => ({ again: { of: () => Promise.reject(error), close: async () => {} } });

test('images come first, of a sweep over images alone', async () => {
  const names = async (kind: 'images' | 'table') =>
    (await reportedFigures(store, sweepOf(kind), {})).map(({ name }) => name);
  expect((await names('images')).slice(0, 2)).toEqual(['images', 'history']);
  expect(await names('table')).not.toContain('images');
});

test('a trial that can’t be trained again is said, and the report is made all the same', async () => {
  for (const error of [
    new InputError('data_missing', 'The data are gone.', 'Bring them back.'),
    new LatentsweepError('again_failed', 'The data are gone.', 'Ask once more.'),
  ]) {
    const [first] = await reportedFigures(store, sweepOf('images'), failing(error));
    expect(first).toEqual({ name: 'images', drawing: null, why: 'The data are gone.' });
  }
  const [untrained] = await reportedFigures(store, sweepOf('images'), {});
  expect(untrained).toMatchObject({ drawing: null, why: expect.stringContaining('not done here') });
  const stopped = new Error('stopped');
  await expect(reportedFigures(store, sweepOf('images'), failing(stopped))).rejects.toBe(stopped);
});
