import { describe, expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const of = (dataset: string) => `dataset: ${dataset}\n${withParameters('epochs: { value: 1 }')}`;

describe('A data set of images', () => {
  test('has all keys, or a path alone', () => {
    expect(parse(of('{ kind: images, path: a.csv }')).definition.dataset).toEqual({
      ...{ kind: 'images', path: 'a.csv', folder: '/files', target: null, drop: [], shape: null, max: null },
      ...{ positive: null, split: { train: 0.6, validation: 0.2, test: 0.2 }, balance: 'majority' },
    });
    const whole =
      '{ kind: images, path: a.csv, target: y, drop: [id], shape: [8, 9, 3], max: 16, positive: 7, balance: original, split: { train: 0.5, validation: 0.25, test: 0.25 } }';
    expect(parse(of(whole)).definition.dataset).toEqual({
      ...{ kind: 'images', path: 'a.csv', folder: '/files', target: 'y', drop: ['id'], shape: [8, 9, 3] },
      ...{ max: 16, positive: '7', split: { train: 0.5, validation: 0.25, test: 0.25 }, balance: 'original' },
    });
  });

  test('starts from where a path was written', () => {
    const overrides = { set: ['dataset.path=b.csv'] };
    expect(parse(of('{ kind: images, path: a.csv }'), overrides).definition.dataset).toMatchObject({
      ...{ path: 'b.csv', folder: '/here' },
    });
  });

  test.each([
    ['{ kind: images }', '1:10 missing_key dataset: needs path. Name a file of images with `path`.'],
    [
      '{ kind: images, path: a, scale: none }',
      '1:35 unknown_key dataset.scale: unknown key `scale`. Known: kind, path, target, drop, shape, max, positive, balance, split.',
    ],
    [
      '{ kind: images, path: a, shape: [8, 8] }',
      '1:42 wrong_length dataset.shape: must be height, width and channels (1 or 3), got [8, 8]. Write a list such as [28, 28, 1] for grey images.',
    ],
    [
      '{ kind: images, path: a, shape: [8, 8, 4] }',
      '1:42 wrong_length dataset.shape: must be height, width and channels (1 or 3), got [8, 8, 4]. Write a list such as [28, 28, 1] for grey images.',
    ],
    [
      '{ kind: images, path: a, max: 0 }',
      '1:40 out_of_range dataset.max: must be a number above 0 and at most 1000000000, got 0. Choose a value in that range.',
    ],
    [
      '{ kind: images, path: a, target: y, drop: [y] }',
      '1:52 target_used dataset.drop: must not hold the target "y". Remove it from the list.',
    ],
    [
      '{ kind: images, path: a, split: { train: 0.9, validation: 0.2, test: 0.2 } }',
      expect.stringContaining('bad_shares dataset.split'),
    ],
  ])('%s is refused', (dataset, fault) => {
    expect(faultsOf(of(dataset))).toEqual([fault]);
  });
});
