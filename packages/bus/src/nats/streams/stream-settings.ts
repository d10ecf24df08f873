/** How the streams are set up. */

import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { MOST_JOB_BYTES } from '../../job-size.ts';
import { writerText } from '../connection/server-version.ts';
import type { Names } from '../names.ts';
import type { Settings } from '../options.ts';

/** In which a repeated publish is known as such. */
const DUPLICATES_MS = 120_000;

/** Those that consumers take from. */
export const QUEUES = ['jobs', 'results'] as const;
/** What trials run on; where one is lost, what was in it is sent again. */
export const WORK = [...QUEUES, 'contents'] as const;
/** What trials left: lost where it is lost. */
export const FILES = ['artifacts', 'checkpoints'] as const;
/** The streams, in the order in which they are looked at. */
export const PARTS = [...WORK, ...FILES] as const;
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
    // The last message of a subject is what it has. It is put in place of another, and taken out by the coordinator alone.
    case 'artifacts':
    case 'checkpoints':
      return { subjects: [all[part]], allow_direct: true, max_msgs_per_subject: 1 };
  }
}

/** Limits that an operator set on a stream; they outlive it where it is made anew. */
export function limitsOf({ max_bytes, max_msgs, max_msg_size, placement }: StreamConfig) {
  return { max_bytes, max_msgs, max_msg_size, ...(placement && { placement }) };
}
