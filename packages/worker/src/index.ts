export { runAgain } from './again/run.ts';
export type * from './again/task.ts';
export { type EngineInfo, type EngineSpec, openEngine, type PassedOver } from './engine.ts';
export { ENGINES } from './engines.ts';
export type { WorkerEvent, WorkerStats } from './event.ts';
export { PROGRAMS } from './program/programs.ts';
export type { WorkerState } from './tally.ts';
export { firstWidth } from './width.ts';
export { askEngine, startWorker, type Worker } from './worker.ts';
