import type { Reading } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import { expect, test } from 'vitest';
import { sweepWithTrials } from '../again/fixtures/sweep-with-trials.ts';
import { trainAgain } from '../again/train-again.ts';
import { gatherImages } from './images.ts';

const IMAGES = '{ kind: images, path: pixels.csv, target: label, shape: [4, 4, 1], max: 16 }';
const SMALL = { epochs: 1, classifier_epochs: 1, steps_per_epoch: 1, batch_size: 8, minority_rate: 0.5 };

async function imagesOf(arm: string, dataset = IMAGES) {
  const config = { ...SMALL, arm };
  const { store, sweep, trials, results } = await sweepWithTrials({ dataset, configs: [config] });
  const record = { config, trials: [{ id: trials[0], state: 'completed' }], trialCount: 1 };
  const reading = { ...store, findConfig: async () => 'abc', config: async () => record };
  let tested = 0;
  const again = {
    async of(trialId: number) {
      const shown = await trainAgain({ store, trialId, engines: ENGINES });
      tested = shown.test.labels.length;
      return shown;
    },
    close: async () => {},
  };
  const wish = { figure: 'images', config: 'abc' } as const;
  const data = await gatherImages(reading as unknown as Reading, sweep, wish, { again });
  const [result] = results;
  if (result?.outcome !== 'completed') throw new Error('no result');
  return { data, wrong: tested * (1 - (result.measures['test_accuracy'] as number)) };
}

const bytes = (text: string) => [...Buffer.from(text, 'base64')];

test('training images of each class, those that the arm made, and those that are mistaken', async () => {
  const { data, wrong } = await imagesOf('transform');
  expect(data).toMatchObject({ arm: 'transform', classes: ['row 0', 'row 1', 'row 2'] });
  expect([0, 1, 2].map((k) => data.real.filter(({ of }) => of === k).length)).toEqual([8, 8, 8]);
  for (const { of, pixels } of data.real) {
    expect(pixels).toMatchObject({ width: 4, height: 4, channels: 1 });
    expect(bytes(pixels.bytes).slice(4 * of, 4 * of + 4)).toEqual([255, 255, 255, 255]);
  }
  expect(data.made).toHaveLength(24);
  expect(data.made.map(({ pixels }) => pixels.bytes)).not.toEqual(
    data.real.map(({ pixels }) => pixels.bytes),
  );
  expect(data.mistaken.length).toBe(Math.round(wrong));
  expect(data.mistaken.length).toBeGreaterThan(0);
  for (const { of, taken, certainty, pixels } of data.mistaken) {
    expect(taken).not.toBe(of);
    expect(certainty).toBeGreaterThanOrEqual(1 / 3);
    expect(bytes(pixels.bytes).slice(4 * of, 4 * of + 4)).toEqual([255, 255, 255, 255]);
  }
  expect(data.notes.join(' ')).toMatch(/training images, and [\d,]+ that were made for the last epoch\.$/);
});

test('an arm that makes none has none', async () => {
  const { data } = await imagesOf('none');
  expect(data.made).toEqual([]);
  expect(data.notes.at(-1)).toMatch(/^\d+ training images\.$/);
});

test('rows of a table are no images', async () => {
  await expect(imagesOf('none', '{ path: customers.csv, target: state }')).rejects.toMatchObject({
    code: 'nothing_to_draw',
    message: expect.stringContaining('not images'),
  });
});
