import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pagesFolder } from '../fixtures/server.ts';
import { encodingFor, readAssets } from './assets.ts';

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br;q=0.0,gzip;q=0', 'identity'],
  ['identity', 'identity'],
  [undefined, 'identity'],
])('who takes %s gets %s', (accepted, encoding) => {
  expect(encodingFor(accepted)).toBe(encoding);
});

test('each form of a file is made once, and is the file', async () => {
  const { files, script, style } = readAssets(pagesFolder());
  expect([...files.keys()]).toEqual([script, style]);
  const asset = files.get(script)!;
  const plain = await asset.in('identity');
  expect(asset.in('br')).toBe(asset.in('br'));
  expect(brotliDecompressSync(await asset.in('br'))).toEqual(plain);
  expect(gunzipSync(await asset.in('gzip'))).toEqual(plain);
  expect((await asset.in('br')).length).toBeLessThan(plain.length / 4);
});

test('pages that were not built are missed at once', () => {
  expect(() => readAssets('/nowhere')).toThrow(expect.objectContaining({ code: 'pages_missing' }));
});
