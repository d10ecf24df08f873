export { createSimdEngine } from './engine.ts';
export { SIMD_ENGINE_VERSION } from './variant.ts';
