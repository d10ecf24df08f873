import type { EngineKind } from '@latentsweep/core';
import { SIMD_VARIANT } from './variant.ts';

export const SIMD: EngineKind = {
  name: SIMD_VARIANT.id.kind,
  description: 'on CPUs',
  auto: true,
  variants: [SIMD_VARIANT],
  open: async () => (await import('./engine.ts')).createSimdEngine(),
};
