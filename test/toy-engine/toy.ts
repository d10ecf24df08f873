import { createReferenceEngine, type EngineKind, type EngineVariant, REFERENCE } from '@latentsweep/core';

const VARIANT: EngineVariant = {
  ...REFERENCE.variants[0]!,
  id: { kind: 'toy', version: '7', backend: null },
};

/** An engine that nobody here has heard of: all that a new one has to bring. */
export const TOY: EngineKind = {
  name: 'toy',
  description: 'for a test',
  auto: true,
  variants: [VARIANT],
  open: async () => ({ ...createReferenceEngine(), ...VARIANT }),
};
