export { sha256Of } from './content.ts';
export { packSpec, readSpec } from './dataset-spec.ts';
export { isTraining } from './job.ts';
export { jobBytes, MOST_JOB_BYTES } from './job-size.ts';
export { createMemoryBus, type MemoryBus } from './memory/bus.ts';
export type * from './messages.ts';
export { MESSAGE_VERSION } from './messages.ts';
export type { NatsInspection } from './nats/inspect.ts';
export { inspectNats, openNatsBus } from './nats/open.ts';
export type { NatsOptions } from './nats/options.ts';
export { type NatsPermissions, natsPermissions } from './nats/permissions.ts';
export type * from './port.ts';
export {
  HEARD_MS,
  jobAckWaitMs,
  LEAD_MS,
  LEAST_TRIAL_LEASE_MS,
  LOOK_MS,
  LOST_AFTER_MS,
  PRESENCE_MS,
  RUN_LEASE_MS,
  TRIAL_LEASE_MS,
  TRIAL_RENEWALS,
  WORKING_MS,
} from './timing.ts';
export type * from './trial-files.ts';
