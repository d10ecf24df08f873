import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { defaultCacheDir } from './cache-dir.ts';

it('Data sets are kept where the user keeps caches', () => {
  const home = join(homedir(), '.cache', 'latentsweep');
  expect(defaultCacheDir({ XDG_CACHE_HOME: '/big/disk' })).toBe('/big/disk/latentsweep');
  expect(defaultCacheDir({})).toBe(home);
  expect(defaultCacheDir({ XDG_CACHE_HOME: '' })).toBe(home);
  expect(defaultCacheDir({ XDG_CACHE_HOME: 'relative' })).toBe(home);
});
