import { describe, expect, test } from 'vitest';
import { faultsOf, parse, withParameters } from './fixtures.ts';

const of = (dataset: string) => `dataset: ${dataset}\n${withParameters('epochs: { value: 1 }')}`;

describe('A data set of images', () => {
  test('has all keys, or a path alone', () => {
    expect(parse(of('{ kind: images, path: a.csv }')).definition.dataset).toEqual({
      ...{ kind: 'images', path: 'a.csv', folder: '/files', target: null, drop: [], shape: null },
      ...{ size: null, channels: null, max: null },
      ...{ positive: null, split: { train: 0.6, validation: 0.2, test: 0.2 }, balance: 'majority' },
    });
    const whole =
      '{ kind: images, path: a.csv, target: y, drop: [id], shape: [8, 9, 3], size: [4, 5], channels: 1, max: 16, positive: 7, balance: original, split: { train: 0.5, validation: 0.25, test: 0.25 } }';
    expect(parse(of(whole)).definition.dataset).toEqual({
      ...{ kind: 'images', path: 'a.csv', folder: '/files', target: 'y', drop: ['id'], shape: [8, 9, 3] },
      ...{ size: [4, 5], channels: 1 },
      ...{ max: 16, positive: '7', split: { train: 0.5, validation: 0.25, test: 0.25 }, balance: 'original' },
    });
  });

  test('alone has arms that turn images', () => {
    const arm = 'arm: { values: [oversample, transform] }\nepochs: { value: 1 }';
    const fault =
      '3:8 arm_of_images parameters.arm: the arm transform is for images, which have rows and columns of pixels. Take it out, or write `dataset: { kind: images, … }`.';
    expect(faultsOf(withParameters(arm))).toEqual([fault]);
    expect(faultsOf(`dataset: { path: a.csv, target: y }\n${withParameters(arm)}`)).toEqual([
      fault.replace('3:8', '4:8'),
    ]);
    expect(faultsOf(withParameters('arm: { value: transform }'))).toEqual([fault]);
    expect(
      parse(`dataset: { kind: images, path: a }\n${withParameters(arm)}`).definition.parameters[0],
    ).toMatchObject({
      name: 'arm',
      distribution: { values: ['oversample', 'transform'] },
    });
  });

  test('starts from where a path was written', () => {
    const overrides = { set: ['dataset.path=b.csv'] };
    expect(parse(of('{ kind: images, path: a.csv }'), overrides).definition.dataset).toMatchObject({
      ...{ path: 'b.csv', folder: '/here' },
    });
  });

  test('is split as its source has it', () => {
    expect(parse(of('{ kind: images, path: a, split: source }')).definition.dataset).toMatchObject({
      ...{ split: { train: 0.8, validation: 0.2, test: 0 }, parts: 'source' },
    });
  });

  test.each([
    [
      '{ kind: images, path: a, size: [8] }',
      '1:41 wrong_length dataset.size: must be height and width, got [8]. Write a list such as [32, 32].',
    ],
    [
      '{ kind: images, path: a, channels: 2 }',
      '1:45 out_of_range dataset.channels: must be 1 (grey) or 3 (colour), got 2. Choose one of them.',
    ],
    [
      '{ kind: images, path: a, split: mine }',
      '1:42 wrong_type dataset.split: must be a mapping of keys, got "mine". Write `split: source` for what the source has apart, or `{ train: 0.6, validation: 0.2, test: 0.2 }`.',
    ],
    ['{ kind: images }', '1:10 missing_key dataset: needs path. Name a file of images with `path`.'],
    [
      '{ kind: images, path: a, scale: none }',
      '1:35 unknown_key dataset.scale: unknown key `scale`. Known: kind, path, target, drop, shape, size, channels, max, positive, balance, split.',
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
