import type { ConfigConfusion, KnownSweep, Reading } from '@latentsweep/store';
import { expect, test } from 'vitest';
import { gatherConfusion } from './confusion.ts';

const confusion: ConfigConfusion = {
  replicates: 2,
  counts: [6, 2, 1, 3],
  recall: [
    { mean: 0.75, half: 0.1 },
    { mean: null, half: null },
  ],
};
const gather = (told: ConfigConfusion, dataReport: unknown, split?: 'test' | 'validation') => {
  const sweep = { id: 1, slug: 'deck', metric: 'test_accuracy', goal: 'maximize', dataReport } as KnownSweep;
  const asked: unknown[] = [];
  const store = {
    findConfig: async () => 'abcdef',
    configConfusion: async (...args: unknown[]) => {
      asked.push(args.slice(1));
      return told;
    },
    sweep: async () => sweep,
  } as unknown as Reading;
  const data = gatherConfusion(store, sweep, { figure: 'confusion', config: 'abc', split });
  return data.then((found) => ({ ...found, asked }));
};

test('rows of each class by what they are taken for, with the classes’ names', async () => {
  const report = { classes: [{ name: 'no' }, { name: '<b>yes</b>' }] };
  expect(await gather(confusion, report)).toMatchObject({
    ...{ config: 'abcdef', split: 'test', replicates: 2, asked: [['abcdef', 'test']] },
    classes: ['no', '<b>yes</b>'],
    counts: [
      [6, 2],
      [1, 3],
    ],
    recall: confusion.recall,
    notes: [],
  });
  expect((await gather(confusion, report, 'validation')).asked).toEqual([['abcdef', 'validation']]);
});

test('a sweep of an older version has no names; one replicate has no interval; none has nothing', async () => {
  const one = { ...confusion, replicates: 1 };
  expect(await gather(one, null)).toMatchObject({
    classes: ['class 0', 'class 1'],
    notes: ['One replicate: there is no interval.'],
  });
  await expect(gather({ replicates: 0, counts: [], recall: [] }, null)).rejects.toMatchObject({
    code: 'nothing_to_draw',
    message: 'No trial of config abcdef has completed.',
  });
});
