import { expect, test } from 'vitest';
import { chooseGpus, gpuWish } from './choose.ts';

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
