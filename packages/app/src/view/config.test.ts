import { canonicalConfig } from '@latentsweep/core';
import type { ConfigRecord, KnownSweep, Reading, TrialOfConfig } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { configPage } from './config.ts';

const trial: TrialOfConfig = {
  ...{
    id: 5,
    number: 2,
    replicate: 0,
    state: 'completed',
    attempt: 1,
    worker: 'host-a',
    value: 0.5,
    error: null,
  },
  ...{ startedAt: new Date(0), finishedAt: new Date(1500) },
};
const record: ConfigRecord = {
  ...{
    hash: 'abcdef',
    config: canonicalConfig({ arm: 'vae_mixing' }),
    reason: null,
    rank: 1,
    baseline: null,
    violation: null,
  },
  measures: new Map([
    ['test_accuracy', { n: 1, mean: 0.5, sd: null, half: null }],
    ['of_a_newer_version', { n: 0, mean: null, sd: null, half: null }],
  ]),
  ...{ trials: [trial], trialCount: 1 },
};
const pageOf = (changes: Partial<ConfigRecord>, sweep: Partial<KnownSweep> = {}) => {
  const store: Pick<Reading, 'findConfig' | 'config' | 'decisions'> = {
    findConfig: async () => 'abcdef',
    config: async () => ({ ...record, ...changes }),
    decisions: async (_, hash) => [
      {
        rung: 2,
        epochs: null,
        hash: hash!,
        config: {},
        kept: false,
        reason: 'After 2 …',
        behind: 0.1,
        p: 0.01,
      },
    ],
  };
  return configPage(store as unknown as Reading, { word: 'deck', ...sweep } as KnownSweep, 'abc');
};

test('a config’s page has its measures in words and its trials with times', async () => {
  expect(await pageOf({ trialCount: 120 })).toMatchObject({
    ...{ sweep: 'deck', hash: 'abcdef', rank: 1, baseline: null, moreTrials: 119 },
    measures: [
      {
        name: 'test_accuracy',
        about: 'Share of rows predicted as their class.',
        unit: null,
        n: 1,
        mean: 0.5,
      },
      { name: 'of_a_newer_version', about: '', unit: null, n: 0, mean: null },
    ],
    decisions: [{ kept: false, reason: 'After 2 …' }],
    trials: [{ id: 5, startedAt: '1970-01-01T00:00:00.000Z', finishedAt: '1970-01-01T00:00:01.500Z' }],
  });
});

test('which figures can be drawn of it follows from its trials', async () => {
  const figures = async (state: TrialOfConfig['state']) =>
    (await pageOf({ trials: [{ ...trial, state, startedAt: null, finishedAt: null }] })).figures;
  expect(await figures('completed')).toEqual(expect.arrayContaining(['curves', 'confusion']));
  expect(await figures('completed')).not.toContain('history');
  expect(await figures('completed')).not.toContain('images');
  const ofImages = { datasetSpec: { kind: 'images' } } as Partial<KnownSweep>;
  expect((await pageOf({}, ofImages)).figures).toContain('images');
  // As another version had them.
  for (const name of ['generated', 'latent']) {
    expect(await figures('completed')).toContain(name);
    for (const arm of ['smote', 'gone'])
      expect((await pageOf({ config: { arm } })).figures).not.toContain(name);
  }
  expect(await figures('diverged')).toEqual(['curves']);
  expect(await figures('queued')).toEqual([]);
  expect((await pageOf({ trials: [], trialCount: 0 })).figures).toEqual([]);
});
