import { expect, test } from 'vitest';
import { chooseGpus, gpuWish, refuseUnreachable } from './choose.ts';

const gpus = [0, 1, 2, 3].map((index) => ({ index, name: 'T4', bytes: null, driver: null }));
const chosen = (text: string, visible?: string) =>
  chooseGpus(gpuWish(text), gpus, visible).map(({ index }) => index);

test.each([
  ['all', undefined, [0, 1, 2, 3]],
  ['2', undefined, [0, 1]],
  ['3,0', undefined, [3, 0]],
  ['all', '1,3', [1, 3]],
  ['1', '2,3', [2]],
  ['2,3', '2,3', [2, 3]],
  // CUDA reads no further than the first that it does not know.
  ['all', '1,-1,2', [1]],
])('--gpus %s with CUDA_VISIBLE_DEVICES=%s: %j', (text, visible, indices) => {
  expect(chosen(text, visible)).toEqual(indices);
});

test.each([
  ['5', undefined, '5 are wanted, and there are 0 (T4), 1 (T4), 2 (T4), 3 (T4)'],
  ['0,7', undefined, 'number 7 is not among'],
  ['0,1', '1', 'number 0 is not among 1 (T4) of CUDA_VISIBLE_DEVICES=1'],
  ['all', '', 'CUDA_VISIBLE_DEVICES= leaves none'],
])('--gpus %s with CUDA_VISIBLE_DEVICES=%s says: %s', (text, visible, said) => {
  expect(() => chosen(text, visible)).toThrow(
    expect.objectContaining({ code: 'no_gpu', message: expect.stringContaining(said) }),
  );
});

test.each(['', '0', 'none', '-1', '0,0', '0,', '1.5', 'all,1', '00000,1'])('--gpus %s is refused', (text) => {
  expect(() => gpuWish(text)).toThrow(expect.objectContaining({ code: 'bad_option' }));
});

const named = (...names: string[]) =>
  names.map((name, index) => ({ index, name, bytes: null, driver: null }));
const refusal = (all: ReturnType<typeof named>, indices: readonly number[], visible?: string) => {
  try {
    refuseUnreachable(
      indices.map((index) => all[index]!),
      all,
      visible,
    );
    return null;
  } catch (error) {
    return error;
  }
};

test('by their names, GPUs of different names can be told apart, and the first of several', () => {
  expect(refusal(named('H100', 'T4'), [0, 1])).toBeNull();
  expect(refusal(named('H100', 'H100', 'T4'), [0, 2])).toBeNull();
});

test.each([
  [named('H100', 'H100'), [0, 1], '0 (H100) for 1 (H100)', '--gpus 1.'],
  [named('H100', 'H100', 'T4'), [1, 2], '0 (H100) for 1 (H100)', '--gpus 0,2.'],
  // A part of another name.
  [named('L40S', 'L4'), [0, 1], '0 (L40S) for 1 (L4)', '--gpus 1.'],
])('of %j those at %j are refused: %s', (all, indices, said, instead) => {
  expect(refusal(all, indices)).toMatchObject({
    ...{ code: 'gpus_of_one_name', message: expect.stringContaining(said) },
    hint: expect.stringContaining(instead),
  });
});

test.each([
  [
    named('H100', 'H100'),
    '1',
    'unset CUDA_VISIBLE_DEVICES, if the other GPUs are yours to use, and say --gpus 1.',
  ],
  [named('H100', 'H100', 'T4'), '1', 'and say --gpus 0,2.'],
  [named('H100', 'H100', 'T4'), '1,2', 'CUDA_VISIBLE_DEVICES=2 and --gpus all.'],
  [named('H100', 'H100', 'T4'), '0,1', 'Without: --gpus 1.'],
  [named('T4', 'H100', 'H100', 'L4'), '0,2,3', 'Without: --gpus 0,3.'],
])(
  'of %j with CUDA_VISIBLE_DEVICES=%s, what is said instead of --gpus all is taken: %s',
  (all, visible, instead) => {
    const among = chooseGpus('all', all, visible).map(({ index }) => index);
    const { hint } = refusal(all, among, visible) as { readonly hint: string };
    expect(hint).toContain(instead);
    const [, wish] = /--gpus (all|[\d,]+)\. An engine/.exec(hint)!;
    const [, only = visible] = /CUDA_VISIBLE_DEVICES=(\d+)/.exec(hint) ?? [];
    const then = hint.includes('unset') ? undefined : only;
    const taken = chooseGpus(gpuWish(wish!), all, then).map(({ index }) => index);
    expect(refusal(all, taken, then)).toBeNull();
  },
);
