export { createDraws, type Draws } from './draws.ts';
export { createSimdEngine, SIMD_ENGINE_VERSION } from './engine.ts';
