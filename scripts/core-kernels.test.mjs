import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coreKernels, MADE } from './core-kernels.mjs';

test.each(Object.entries(MADE))(
  'the kernels of %s are those of their sources: node scripts/core-kernels.mjs',
  async (name, made) => {
    expect(readFileSync(made, 'utf8') === (await coreKernels(name))).toBe(true);
  },
);
