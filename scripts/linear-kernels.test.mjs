import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { linearKernels, MADE } from './linear-kernels.mjs';

test('the kernels of linear classifiers are those of their sources: node scripts/linear-kernels.mjs', async () => {
  expect(readFileSync(MADE, 'utf8') === (await linearKernels())).toBe(true);
});
