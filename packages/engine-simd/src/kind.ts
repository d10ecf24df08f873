/** What others may know of this engine without loading it. */

import type { EngineKind, EngineVariant } from '@latentsweep/core';
import { objection } from './supports.ts';

/** Raised with every change that may alter a bit of a result. */
export const SIMD_ENGINE_VERSION = '1';

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
  supports: objection,
};

export const SIMD: EngineKind = {
  name: SIMD_VARIANT.id.kind,
  description: 'on CPUs',
  auto: true,
  variants: [SIMD_VARIANT],
  open: async () => (await import('./engine.ts')).createSimdEngine(),
};
