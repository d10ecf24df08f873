import { expect, test } from 'vitest';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { define } from '../sweep-file/fixtures.ts';
import { earlyPlan } from './early.ts';

const planOf = (lines: string, early: string, scale = 1) => {
  const definition = define(lines, `method: grid\nmetric: { name: test_f1 }\nearly_terminate: ${early}`);
  return earlyPlan(definition, sampleOf(createSearcher(definition), 1000).configs, scale);
};
const RATES = `minority_rate: { values: [${Array.from({ length: 27 }, (_, i) => (i + 1) / 27).join()}] }`;

test('says at which bands, by what, and how many epochs that takes', () => {
  const lines = `arm: { value: smote }\n${RATES}\nepochs: { values: [1, 20] }`;
  // 27 runs: 10 go on at 3 epochs, 4 at 9.
  expect(planOf(lines, '{ type: hyperband, min_iter: 3 }')).toEqual({
    ...{ type: 'hyperband', eta: 3, strict: true, counts: 'epochs', bands: [3, 9], metric: 'val_f1' },
    share: expect.closeTo((27 * 3 + 10 * 9 + 4 * 20) / (27 * 20), 10),
    most: expect.closeTo((3 + 9 + 20) / 20, 10),
  });
  expect(planOf(lines, '{ type: median, min_iter: 10, strict: false }')).toMatchObject({
    ...{ type: 'median', strict: false, bands: [10] },
    share: expect.closeTo((27 * 10 + 14 * 20) / (27 * 20), 10),
  });
  expect(planOf(lines, 'false')).toBeNull();
});

test('what others are compared with trains to its end at once', () => {
  const lines = `arm: { values: [oversample, smote] }\n${RATES}\nepochs: { value: 20 }`;
  expect(planOf(lines, '{ type: hyperband, min_iter: 3 }')).toMatchObject({
    share: expect.closeTo((27 * 20 + 27 * 3 + 10 * 9 + 4 * 20) / (54 * 20), 10),
    most: expect.closeTo((20 + 32) / 40, 10),
  });
});

test('where no run is longer than the first band it takes what it takes', () => {
  expect(planOf('epochs: { values: [1, 3] }', '{ type: hyperband, min_iter: 3 }')).toMatchObject({
    ...{ bands: [], share: 1, most: 1 },
  });
});
