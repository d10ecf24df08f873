export type { BackendName } from './backend/port.ts';
export { createTfjsEngine, type TfjsOptions } from './engine.ts';
