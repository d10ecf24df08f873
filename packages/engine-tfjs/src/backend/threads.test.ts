import { expect, it } from 'vitest';
import { shareCores } from './threads.ts';

it.each([
  ['small networks', 512, {}, false, '1'],
  ['networks that are not known', undefined, {}, false, '1'],
  ['wide networks', 768, {}, true, undefined],
  ['a user who wants four threads', 10, { TF_NUM_INTRAOP_THREADS: '4' }, true, '4'],
  ['a user who wants one', 1024, { TF_NUM_INTRAOP_THREADS: '1' }, false, '1'],
])('shares cores for %s', (_what, widest, given, takesAll, threads) => {
  const environment: Record<string, string | undefined> = { ...given };
  expect(shareCores(widest, environment)).toBe(takesAll);
  expect(environment['TF_NUM_INTRAOP_THREADS']).toBe(threads);
});
