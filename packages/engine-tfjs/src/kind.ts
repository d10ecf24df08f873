import type { EngineKind } from '@latentsweep/core';
import type { BackendName } from './backend/port.ts';
import { BACKENDS, NAME, variantOf } from './variant.ts';

export const TFJS: EngineKind = {
  name: NAME,
  description: 'on GPUs and for wide networks',
  auto: true,
  variants: BACKENDS.map(variantOf),
  setup: {
    name: 'tensorflow',
    description: 'libtensorflow, for wide networks on CPUs and, with --gpu, for GPUs of NVIDIA',
    plan: async (wish) => (await import('./setup/setup.ts')).createSetup().plan(wish),
  },
  open: async (backend, options) =>
    (await import('./engine.ts')).createTfjsEngine({ ...options, backend: backend as BackendName }),
};
