import { namesFor, tokens } from './names.ts';
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
 * A worker adds files under its own name, reads checkpoints of all (a trial goes on where it is sent next) and removes none.
 * It cannot create consumers: a consumer may deliver to any subject, which would be a way around these rules.
 */
export function natsPermissions({ prefix = 'latentsweep', role, worker }: PermissionsFor): NatsPermissions {
  const names = namesFor(prefix);
  const { streams, contentsBucket, files } = names;
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
        // Commands that only look come with its key too.
        subscribe: { allow: [inbox, `_INBOX.${prefix}.reader.>`, `${prefix}.>`] },
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
            ...own((one) => files.artifact('*', '*', '*', '*', tokens(one)), names.all.artifacts),
            ...own((one) => files.mark('*', tokens(one)), names.all.artifacts),
            ...own((one) => files.chunk('*', '*', '*', '*', tokens(one)), names.all.checkpoints),
            ...own((one) => files.index('*', '*', tokens(one)), names.all.checkpoints),
            `${js}.DIRECT.GET.${streams.checkpoints}`,
            `${js}.DIRECT.GET.${streams.checkpoints}.>`,
          ],
        },
        subscribe: { allow: [inbox, names.control] },
      };
    case 'reader':
      return {
        publish: { allow: [...readStreams, `${js}.DIRECT.GET.${streams.artifacts}.>`] },
        subscribe: { allow: [inbox, names.all.progress, names.all.presence, names.control] },
      };
  }
}
