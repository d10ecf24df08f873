export type { BackendName } from './backend/port.ts';
export { createTfjsEngine } from './engine.ts';
