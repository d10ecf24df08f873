/** How the streams are set up. */

import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { MOST_JOB_BYTES } from '../../job-size.ts';
import { writerText } from '../connection/server-version.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../options.ts';

/** In which a repeated publish is known as such. */
const DUPLICATES_MS = 120_000;

/** The streams, in the order in which they are looked at. */
export const PARTS = ['jobs', 'results', 'contents'] as const;
export type Part = (typeof PARTS)[number];

export type StreamSettings = Partial<StreamConfig> & { readonly name: string };

/** `version`: of the server that is to keep it. */
export function settingsOf(part: Part, names: Names, settings: Settings, version: string): StreamSettings {
  return {
    name: names.streams[part],
    description: writerText(version),
    storage: storageOf(settings),
    num_replicas: settings.replicas,
    // The default would drop the oldest messages of a full stream.
    discard: DiscardPolicy.New,
    ...ownSettings(part, names, settings),
  };
}

export const storageOf = ({ storage }: Settings): StorageType =>
  storage === 'file' ? StorageType.File : StorageType.Memory;

function ownSettings(part: Part, { all, contentsBucket }: Names, { queueLimit }: Settings) {
  const queue = { retention: RetentionPolicy.Workqueue, duplicate_window: nanos(DUPLICATES_MS) };
  switch (part) {
    case 'jobs':
      return { ...queue, subjects: [all.jobs], max_msgs: queueLimit, max_msg_size: MOST_JOB_BYTES };
    // Without a limit: as many results wait as trials are at work, and the coordinator bounds those.
    case 'results':
      return { ...queue, subjects: [all.results] };
    // As the object store of NATS lays it out, so that its tools can read it.
    case 'contents':
      return {
        subjects: [`$O.${contentsBucket}.C.>`, `$O.${contentsBucket}.M.>`],
        allow_direct: true,
        allow_rollup_hdrs: true,
      };
  }
}

/** Limits that an operator set on a stream; they outlive it where it is made anew. */
export function limitsOf({ max_bytes, max_msgs, max_msg_size, placement }: StreamConfig) {
  return { max_bytes, max_msgs, max_msg_size, ...(placement && { placement }) };
}
