export { BACKENDS, type BackendName, type BackendOptions, type MissingBackend } from './backend/port.ts';
export { createTfjsEngine, TFJS_ENGINE_VERSION, type TfjsEngine, type TfjsOptions } from './engine.ts';
