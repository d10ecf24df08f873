/**
 * What runs until it is told to end, with a log, health and metrics: a coordinator, a worker. A door of its own: other
 * commands do not wait for it to load.
 */

export { eventText } from './serve/event-text.ts';
export { type HealthAddress, startHealth } from './serve/health.ts';
export type { Log } from './serve/log.ts';
export { servingMetrics } from './serve/metrics.ts';
export { createRegistry } from './serve/registry.ts';
export { serve } from './serve/serve.ts';
export { runWorker, type WorkerWish } from './work/run-worker.ts';
export { workerMetrics } from './work/worker-metrics.ts';
