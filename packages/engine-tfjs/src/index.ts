export { BACKENDS, type BackendName, type BackendOptions, type MissingBackend } from './backend/port.ts';
export { createTfjsEngine, type TfjsEngine, type TfjsOptions } from './engine.ts';
export { type BackendReport, inspectBackend, measureStep } from './inspect.ts';
export { TFJS_ENGINE_VERSION } from './names.ts';
