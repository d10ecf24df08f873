import { describe, expect, it } from 'vitest';
import { commonVariables, programSeed } from './environment.ts';

describe("A program's variables", () => {
  it('hold of the worker only what every program gets and what is declared', () => {
    const host = {
      PATH: '/bin',
      HOME: '/root',
      LANG: 'C',
      PGPASSWORD: 'secret',
      DATA: '/data',
      CUDA_VISIBLE_DEVICES: '2',
    };
    expect(commonVariables({ environment: ['DATA', 'MISSING'], threads: 3 }, host)).toEqual({
      ...{ PATH: '/bin', HOME: '/root', LANG: 'C', DATA: '/data', CUDA_VISIBLE_DEVICES: '2' },
      ...{ LATENTSWEEP_THREADS: '3', OMP_NUM_THREADS: '3', OPENBLAS_NUM_THREADS: '3', MKL_NUM_THREADS: '3' },
    });
  });
});

describe("A program's seed", () => {
  it.each([
    ['0000000000000000', 0],
    ['ffffffffffffffff', 2 ** 31 - 1],
    ['8000000100000000', 2 ** 30],
  ])('fits 31 bits (%s)', (hex, seed) => expect(programSeed(hex)).toBe(seed));
});
