export { createSimdEngine, SIMD_ENGINE_VERSION } from './engine.ts';
