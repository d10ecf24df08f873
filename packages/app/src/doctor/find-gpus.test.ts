import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseGpus } from './find-gpus.ts';

test('what nvidia-smi lists', () => {
  const text = '0, NVIDIA A100-SXM4-40GB, 40960 MiB\n1, Tesla T4, [N/A]\n\nNo devices were found\n';
  expect(parseGpus(text)).toEqual([
    { index: 0, name: 'NVIDIA A100-SXM4-40GB', bytes: 40960 * 2 ** 20 },
    { index: 1, name: 'Tesla T4', bytes: null },
  ]);
});

test('any text is read without an error', () => {
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseGpus(text))));
});
