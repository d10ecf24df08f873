import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reading } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import { expect, test } from 'vitest';
import { sweepWithTrials } from '../again/fixtures/sweep-with-trials.ts';
import { trainAgain } from '../again/train-again.ts';
import { gatherImages } from './images.ts';

const IMAGES = '{ kind: images, path: images.csv, target: y, shape: [2, 3, 1] }';
const SMALL = { epochs: 1, classifier_epochs: 1, steps_per_epoch: 1, batch_size: 8, minority_rate: 0.5 };

async function imagesOf(arm: string, dataset = IMAGES) {
  const config = { ...SMALL, arm };
  const { store, sweep, folder, trials, results } = await sweepWithTrials({ dataset, configs: [config] });
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
  const lines = (await readFile(join(folder, 'images.csv'), 'utf8')).split('\n');
  const [result] = results;
  if (result?.outcome !== 'completed') throw new Error('no result');
  return { data, lines, wrong: tested * (1 - (result.measures['test_accuracy'] as number)) };
}

test('training images of each class, those that the arm made, and those that are mistaken', async () => {
  const { data, lines, wrong } = await imagesOf('transform');
  expect(data).toMatchObject({ arm: 'transform', classes: ['dark', 'bright'] });
  const lineOf = ({ of, pixels }: (typeof data.real)[number]) =>
    [...Buffer.from(pixels.bytes, 'base64'), data.classes[of]].join(',');
  expect([0, 1].map((k) => data.real.filter(({ of }) => of === k).length)).toEqual([8, 6]);
  expect(data.real[0]!.pixels).toMatchObject({ width: 3, height: 2, channels: 1 });
  expect(lines).toEqual(expect.arrayContaining(data.real.map(lineOf)));
  expect(data.made).toHaveLength(16);
  expect(data.made.map(lineOf).filter((line) => lines.includes(line))).toEqual([]);
  expect(data.mistaken.length).toBe(Math.round(wrong));
  expect(data.mistaken.length).toBeGreaterThan(0);
  expect(lines).toEqual(expect.arrayContaining(data.mistaken.map(lineOf)));
  for (const { of, taken, certainty } of data.mistaken) {
    expect(taken).toBe(1 - of);
    expect(certainty).toBeGreaterThanOrEqual(0.5);
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
