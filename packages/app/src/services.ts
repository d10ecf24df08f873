/**
 * A coordinator until it is told to end, and what shows health and metrics of any service. A door of its own: other
 * commands do not wait for the metrics library to load.
 */

export { eventText } from './serve/event-text.ts';
export { type HealthAddress, startHealth } from './serve/health.ts';
export { entryOf, type Log } from './serve/log.ts';
export { servingMetrics } from './serve/metrics.ts';
export { createRegistry } from './serve/registry.ts';
export { serve } from './serve/serve.ts';
export { workerMetrics } from './work/worker-metrics.ts';
