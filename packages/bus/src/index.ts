export { createMemoryBus, type MemoryBusOptions } from './memory/bus.ts';
export type * from './messages.ts';
export { jobVersion, MESSAGE_VERSION, PRESENCE_MS } from './messages.ts';
export { openNatsBus } from './nats/bus.ts';
export { inspectNats, type NatsInspection } from './nats/inspect.ts';
export type { NatsOptions, NatsRole } from './nats/options.ts';
export { type NatsPermissions, natsPermissions, type PermissionsFor } from './nats/permissions.ts';
export type * from './port.ts';
export { checkControl, checkJob, checkPresence, checkProgress, checkResult } from './schema.ts';
