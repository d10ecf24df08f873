import { jobAckWaitMs, RESULT_ACK_WAIT_MS, TRIAL_LEASE_MS } from '../timing.ts';

export type NatsRole = 'coordinator' | 'worker' | 'reader';

export interface NatsOptions {
  /** `nats://host:port` or `tls://host:port`, several separated by commas. */
  readonly url: string;
  /** What the connection is for, hence which subjects it listens to and whether it makes streams. */
  readonly role: NatsRole;
  /** Who connects, shown by the server; a worker's name is part of its subjects. */
  readonly name: string;
  /** An NKey seed or a .creds file. */
  readonly credentialsFile?: string | undefined;
  /** Certificate authority, PEM. */
  readonly caFile?: string | undefined;
  /** What the names of all streams and subjects start with; letters, digits, `-` and `_`. */
  readonly prefix?: string;
  readonly storage?: 'file' | 'memory';
  /** Copies that a NATS cluster keeps of each stream: 1, 3 or 5. */
  readonly replicas?: number;
  /** Jobs on the bus that are not acknowledged, at work or waiting: more than the slots of all workers. */
  readonly queueLimit?: number;
  /** See `timing.ts`, also for the results'. */
  readonly jobAckWaitMs?: number;
  readonly resultAckWaitMs?: number;
  /** How often the connection is tried; one that is half-open is noticed after two or three times this. */
  readonly pingMs?: number;
}

export type Settings = Required<Omit<NatsOptions, 'credentialsFile' | 'caFile'>> &
  Pick<NatsOptions, 'credentialsFile' | 'caFile'>;

export const withDefaults = (options: NatsOptions): Settings => ({
  prefix: 'latentsweep',
  storage: 'file',
  replicas: 1,
  queueLimit: 4096,
  jobAckWaitMs: jobAckWaitMs(TRIAL_LEASE_MS),
  resultAckWaitMs: RESULT_ACK_WAIT_MS,
  pingMs: 5000,
  ...options,
});
