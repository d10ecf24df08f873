import { expect, it } from 'vitest';
import { chooseThreads } from './threads.ts';

it.each([
  ['one for small networks', 512, {}, '1'],
  ['one for networks that are not known', undefined, {}, '1'],
  ['all for wide networks', 768, {}, undefined],
  ['as many as the user says', 10, { TF_NUM_INTRAOP_THREADS: '4' }, '4'],
  ['no more than the user says', 1024, { TF_NUM_INTRAOP_THREADS: '1' }, '1'],
])('gives libtensorflow threads: %s', (_what, widest, given, threads) => {
  const environment: Record<string, string | undefined> = { ...given };
  chooseThreads(widest, environment);
  expect(environment['TF_NUM_INTRAOP_THREADS']).toBe(threads);
});
