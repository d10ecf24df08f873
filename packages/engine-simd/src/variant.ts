/** What others may know of this engine without loading it. */

import { type EngineVariant, ONE_CORE } from '@latentsweep/core';
import { objection } from './supports.ts';

/** Raised with every change that may alter a bit of a result. */
export const SIMD_ENGINE_VERSION = '1';

export const SIMD_VARIANT: EngineVariant = {
  id: { kind: 'simd', version: SIMD_ENGINE_VERSION, backend: null },
  traits: { ...ONE_CORE, device: 'CPU, one core, WebAssembly SIMD' },
  supports: objection,
};
