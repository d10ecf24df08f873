import { ENGINES } from '@latentsweep/worker/engines';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkOfGpus, parseGpus } from './find-gpus.ts';

test('what nvidia-smi lists', () => {
  const text =
    '0, NVIDIA A100-SXM4-40GB, 40960 MiB, 560.35.03\n1, Tesla T4, [N/A], [N/A]\n2, Tesla T4, 16 MiB\n\nNo devices were found\n';
  expect(parseGpus(text)).toEqual([
    { index: 0, name: 'NVIDIA A100-SXM4-40GB', bytes: 40960 * 2 ** 20, driver: '560.35.03' },
    { index: 1, name: 'Tesla T4', bytes: null, driver: null },
    { index: 2, name: 'Tesla T4', bytes: 16 * 2 ** 20, driver: null },
  ]);
});

test.each([
  ['560.35.03', 'ok'],
  ['555.42.06', 'ok'],
  ['555.42.02', 'warning'],
  ['535.183.01', 'warning'],
  ['1000.1', 'ok'],
  [null, 'ok'],
])('a driver %s is %s for libtensorflow', (driver, state) => {
  const check = checkOfGpus([{ index: 0, name: 'T4', bytes: null, driver }], ENGINES);
  expect(check).toMatchObject({ state, found: driver === null ? '0 T4' : `0 T4; driver ${driver}` });
  if (state === 'warning') expect(check.fix).toContain("needs NVIDIA's driver 555.42.06 or newer");
});

test('any text is read without an error', () => {
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseGpus(text))));
});
