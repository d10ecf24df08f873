import { namesFor } from './names.ts';
import type { NatsRole } from './options.ts';

export interface NatsPermissions {
  readonly publish: { readonly allow: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
}

export interface PermissionsFor {
  /** As in `NatsOptions`. */
  readonly prefix?: string;
  readonly role: NatsRole;
  /** The worker that the key is for, or its group (`<worker>/<name>`); without it, every worker may use it. */
  readonly worker?: string;
}

/**
 * What a user of NATS in this role has to be allowed, for its configuration; nothing else is needed.
 *
 * A worker cannot create consumers: a consumer may deliver to any subject, which would be a way around these rules.
 */
export function natsPermissions({ prefix = 'latentsweep', role, worker }: PermissionsFor): NatsPermissions {
  const names = namesFor(prefix);
  const { streams, contentsBucket } = names;
  const js = '$JS.API';
  const inbox = worker === undefined ? `_INBOX.${prefix}.${role}.>` : `${names.inbox(role, worker)}.>`;
  const readStreams = Object.values(streams).map((stream) => `${js}.STREAM.INFO.${stream}`);
  const own = (subject: (worker: string) => string, all: string) =>
    worker === undefined ? [all] : [subject(worker), `${subject(worker)}.>`];
  switch (role) {
    case 'coordinator':
      return {
        publish: {
          allow: [
            `${js}.>`,
            `$JS.ACK.${streams.jobs}.>`,
            `$JS.ACK.${streams.results}.>`,
            `${prefix}.>`,
            `$O.${contentsBucket}.>`,
          ],
        },
        subscribe: { allow: [inbox, `${prefix}.>`] },
      };
    case 'worker':
      return {
        publish: {
          allow: [
            `${js}.CONSUMER.NAMES.${streams.jobs}`,
            `${js}.CONSUMER.MSG.NEXT.${streams.jobs}.*`,
            `$JS.ACK.${streams.jobs}.>`,
            `${js}.DIRECT.GET.${streams.contents}`,
            `${js}.DIRECT.GET.${streams.contents}.>`,
            ...own(names.results, names.all.results),
            ...own(names.progress, names.all.progress),
            ...own(names.presence, names.all.presence),
            ...own(names.missing, names.all.missing),
          ],
        },
        subscribe: { allow: [inbox, names.control] },
      };
    case 'reader':
      return {
        publish: { allow: readStreams },
        subscribe: { allow: [inbox, names.all.progress, names.all.presence, names.control] },
      };
  }
}
