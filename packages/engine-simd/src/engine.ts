import type { Engine } from '@latentsweep/core';
import { createClassifier } from './classifier.ts';
import { createMachine } from './kernels.ts';
import { ByteRows, SimdRows } from './rows.ts';
import { createVae } from './vae.ts';
import { SIMD_VARIANT } from './variant.ts';

/**
 * f32 in 128-bit WebAssembly SIMD, on the thread that calls. Results have the same bits on any machine.
 * Throws LatentsweepError `kernels_missing` where the kernels have not been built.
 */
export function createSimdEngine(): Engine {
  const machine = createMachine();
  return {
    ...SIMD_VARIANT,
    rows: (capacity, columns, white) =>
      white === undefined
        ? new SimdRows(machine.heap, capacity, columns)
        : new ByteRows(machine.heap, capacity, columns, white),
    vae: (shape, lanes) => machine.heap.keep((region) => createVae(machine, region, shape, lanes)),
    classifier: (shape, lanes) =>
      machine.heap.keep((region) => createClassifier(machine, region, shape, lanes)),
    close() {},
  };
}
