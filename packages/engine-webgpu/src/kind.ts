import { WEBGPU_VARIANT } from './variant.ts';

/** What a registry of engines needs to know of this one. It loads nothing. */
export const WEBGPU = {
  description: 'on GPUs, many trials side by side',
  variant: WEBGPU_VARIANT,
  async load() {
    const [{ openWebGpu }, { selfTest }, { sourcesHash }] = await Promise.all([
      import('./engine.ts'),
      import('./self-test.ts'),
      import('./sources.ts'),
    ]);
    return { open: openWebGpu, test: selfTest, sources: sourcesHash() };
  },
};
