export { BACKENDS, type BackendName, type BackendOptions, type MissingBackend } from './backend/port.ts';
export { createTfjsEngine, TFJS_ENGINE_VERSION, type TfjsEngine, type TfjsOptions } from './engine.ts';
export { type BackendReport, inspectBackend, measureStep } from './inspect.ts';
export { bestWidth } from './width.ts';
