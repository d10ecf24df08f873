/** What others may know of this engine without loading it. */

import type { EngineKind, EngineVariant, Network } from '@latentsweep/core';

/** Raised with every change that may alter a bit of a result. */
export const SIMD_ENGINE_VERSION = '1';

/** Units of a layer from which engines with kernels for large matrices do a whole sweep faster: docs/engines.md. */
const WIDE = 768;

export const SIMD_VARIANT: EngineVariant = {
  id: { kind: 'simd', version: SIMD_ENGINE_VERSION, backend: null },
  traits: {
    fuses: 1,
    pays: { from: 1, to: 1 },
    exact: true,
    takesTheMachine: false,
    gpu: false,
    optional: false,
    device: 'CPU, one core, WebAssembly SIMD',
  },
  supports: ({ hiddenSizes }: Network) =>
    hiddenSizes.some((units) => units >= WIDE) ? `is slow at layers of ${WIDE} units or more` : null,
};

export const SIMD: EngineKind = {
  name: SIMD_VARIANT.id.kind,
  description: 'on CPUs',
  auto: true,
  variants: [SIMD_VARIANT],
  open: async () => (await import('./engine.ts')).createSimdEngine(),
};
