import { examineEngine } from '@latentsweep/core/exam';
import { describe, it } from 'vitest';
import { computesOn, findPackage } from './backend/native.ts';
import { createTfjsEngine } from './engine.ts';
import { EXCEPTIONS } from './fixtures/exceptions.ts';

/** Where the native packages lie, on machines that have them; see docs/engines.md. */
const nativeFolder = process.env['LATENTSWEEP_NATIVE_FOLDER'];

// A thread holds one library, for the CPU or for GPUs.
const found = findPackage('tensorflow', nativeFolder) && (await computesOn({ nativeFolder }));
if (found) {
  examineEngine(`tfjs on ${found}`, () => createTfjsEngine({ backend: found, nativeFolder }), {
    tolerance: {
      forward: 1e-6,
      gradient: 1e-5,
      training: 1e-4,
      // Eigen and cuBLAS choose how to sum by the size of the whole batch of matrices (seen: 2e-8 after a few steps).
      lanes: 1e-5,
      reason: 'f32, as on wasm; products whose order of summing depends on the width of the cohort',
    },
    exceptions: EXCEPTIONS,
  });
} else {
  describe('tfjs on libtensorflow', () => {
    it.skip('is not examined: no libtensorflow here', () => {});
  });
}
