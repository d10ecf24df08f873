import type { Reading } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { trialPage } from './trial.ts';

const row = {
  ...{
    sweep: 'deck_3',
    sweep_id: 4,
    config_hash: 'abcdef',
    config: { arm: 'smote' },
    seed: '00ff',
    run_hash: 'fedcba',
  },
  ...{
    id: 5,
    number: 2,
    replicate: 1,
    state: 'completed',
    attempt: 1,
    worker: 'host-a',
    value: 0.5,
    error: null,
  },
  ...{ queued_at: new Date(0), started_at: new Date(1000), finished_at: new Date(2500), duration_ms: 1500 },
  ...{
    test_accuracy: 0.5,
    test_class_recall: [0.9, 0.1],
    collapsed: null,
    reused_from: null,
    death_log: null,
  },
};
// A newer one has its slug.
const findSweep = async (word: string) => ({ sweep: { word }, passedOver: [] });
const left = [{ name: 'model', bytes: 3, sha256: 'aa' }];
const store = {
  trial: async () => ({ row, curves: null }),
  readTrialLog: async () => 'said',
  artifacts: async () => left,
  findSweep,
} as unknown as Reading;

test('a trial’s page has what it is, its measures in words, and its life', async () => {
  expect(await trialPage(store, 5)).toEqual({
    ...{ sweep: '4', hash: 'abcdef', config: { arm: 'smote' }, seed: '00ff' },
    trial: {
      ...{
        id: 5,
        number: 2,
        replicate: 1,
        state: 'completed',
        attempt: 1,
        worker: 'host-a',
        value: 0.5,
        error: null,
      },
      ...{ startedAt: '1970-01-01T00:00:01.000Z', finishedAt: '1970-01-01T00:00:02.500Z' },
    },
    measures: [
      { name: 'test_accuracy', value: 0.5, about: 'Share of rows predicted as their class.', unit: null },
      { name: 'test_class_recall', value: [0.9, 0.1], about: 'Recall of each class.', unit: null },
    ],
    life: [
      { at: '1970-01-01T00:00:00.000Z', what: 'queued', by: null },
      { at: '1970-01-01T00:00:01.000Z', what: 'taken, attempt 1', by: 'host-a' },
      { at: '1970-01-01T00:00:02.500Z', what: 'recorded as completed after 1.5 s', by: null },
    ],
    ...{ log: 'said', artifacts: left },
  });
});
