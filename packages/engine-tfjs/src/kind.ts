import type { EngineKind } from '@latentsweep/core';
import type { BackendName } from './backend/port.ts';
import { BACKENDS, NAME, variantOf } from './variant.ts';

export const TFJS: EngineKind = {
  name: NAME,
  description: 'on GPUs and for wide networks',
  auto: true,
  variants: BACKENDS.map(variantOf),
  open: async (backend, options) =>
    (await import('./engine.ts')).createTfjsEngine({ ...options, backend: backend as BackendName }),
};
