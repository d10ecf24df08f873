import type { JetStreamManager } from '@nats-io/jetstream';
import type { Link } from './connection/link.ts';
import type { Names } from './names.ts';
import type { Settings } from './options.ts';
import type { Uptake } from './publish/uptake.ts';
import type { Reading } from './receive/reading.ts';

/** What it takes to ask a server. */
export interface ServerContext {
  readonly link: Link;
  readonly jsm: JetStreamManager;
  readonly names: Names;
}

/** What the parts of one bus share. */
export interface NatsContext extends ServerContext {
  readonly settings: Settings;
  readonly uptake: Uptake;
  readonly reading: Reading;
}
