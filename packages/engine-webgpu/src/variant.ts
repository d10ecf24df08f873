/** What others may know of this engine without loading it. */

import type { EngineVariant } from '@latentsweep/core';
import { objection } from './supports.ts';

/** Raised with every change that may alter a bit of a result, and with what the self-test is to be asked anew about. */
const WEBGPU_ENGINE_VERSION = '2';

export const WEBGPU_VARIANT: EngineVariant = {
  id: { kind: 'webgpu', version: WEBGPU_ENGINE_VERSION, backend: null },
  traits: {
    ...{ fuses: 4096, pays: { from: 32, to: 1024 } },
    ...{ exact: true, takesTheMachine: true, gpu: true, optional: true },
    device: 'a GPU with Vulkan, Metal or Direct3D 12, one workgroup a trial',
  },
  supports: objection,
};
