export { createMemoryBus, type MemoryBusOptions } from './memory/bus.ts';
export type * from './messages.ts';
export { MESSAGE_VERSION, PRESENCE_MS } from './messages.ts';
export type * from './port.ts';
export { checkControl, checkJob, checkProgress, checkResult } from './schema.ts';
