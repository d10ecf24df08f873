import { readdirSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { withDuckDb } from './duckdb.ts';
import { dataFolder } from './fixtures/data-folder.ts';

const { folder } = await dataFolder();
afterEach(() => {
  vi.unstubAllEnvs();
});

test('no folder is left where DuckDB does not even start', async () => {
  vi.stubEnv('TMPDIR', folder);
  await expect(withDuckDb('.', async () => {}, ['much'])).rejects.toThrow('set config');
  expect(readdirSync(folder)).toEqual([]);
});

test('the folder lasts as long as the use of it', async () => {
  vi.stubEnv('TMPDIR', folder);
  expect(await withDuckDb('.', async () => readdirSync(folder))).toHaveLength(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('it is never used without a word on its memory', async () => {
  await expect(withDuckDb('.', async () => {}, [])).rejects.toThrow('no memory for DuckDB');
});
