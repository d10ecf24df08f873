export { type EngineSpec, openEngine, type PassedOver } from './engine.ts';
export { ENGINES } from './engines.ts';
export type { WorkerEvent, WorkerState, WorkerStats } from './event.ts';
export { firstWidth } from './width.ts';
export { startWorker, type Worker } from './worker.ts';
