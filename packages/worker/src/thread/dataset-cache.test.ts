import type { Dataset, LoadedDataset } from '@latentsweep/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { DatasetCache } from './dataset-cache.ts';

let prepared: string[];
let freed: string[];
let cache: DatasetCache;

beforeEach(() => {
  prepared = [];
  freed = [];
  // Each data set below counts as 600 bytes: 3 splits of 80 bytes of features and 20 of labels, twice.
  cache = new DatasetCache(1500);
});

function get(key: string): Promise<LoadedDataset> {
  const split = { features: new Float32Array(20), labels: new Uint8Array(20), count: 20 };
  const rows = { free: () => freed.push(key) } as unknown as LoadedDataset['train'];
  return cache.get(key, {
    prepare: async () => {
      prepared.push(key);
      return { features: 1, train: split, validation: split, test: split } as unknown as Dataset;
    },
    load: (dataset) => ({ dataset, train: rows, validation: rows, test: rows }),
  });
}

describe('The cache of data sets', () => {
  it('prepares each once while there is room', async () => {
    expect(await get('a')).toBe(await get('a'));
    await get('b');
    await get('a');
    expect(prepared).toEqual(['a', 'b']);
  });

  it('frees the one used longest ago', async () => {
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
    expect(prepared).toEqual(['a', 'b', 'c', 'b']);
    expect(freed).toEqual(['b', 'b', 'b', 'c', 'c', 'c']);
  });

  it('frees none that is to be kept, whatever its bound', async () => {
    cache.keep(['a', 'b', 'c']);
    for (const key of ['a', 'd', 'b', 'c', 'a']) await get(key);
    expect(prepared).toEqual(['a', 'd', 'b', 'c']);
    expect(new Set(freed)).toEqual(new Set(['d']));
    expect(cache.bytes).toBe(1800);
    cache.keep(['c']);
    await get('e');
    expect(new Set(freed)).toEqual(new Set(['d', 'a', 'b']));
    cache.clear();
    expect(cache.bytes).toBe(0);
  });

  it('keeps one that is larger than its bound, and only that', async () => {
    cache = new DatasetCache(100);
    await get('a');
    await get('a');
    await get('b');
    expect(prepared).toEqual(['a', 'b']);
    expect(new Set(freed)).toEqual(new Set(['a']));
    cache.clear();
    expect(new Set(freed)).toEqual(new Set(['a', 'b']));
  });
});
