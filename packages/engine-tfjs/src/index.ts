export { createTfjsEngine, TFJS_ENGINE_VERSION } from './engine.ts';
