/**
 * The configuration of nats-server, as 2.9.10 and newer read it. Strings are JSON's, which its format takes as they
 * are. Paths are relative to the set-up's folder, where the server is started, so that the folder can be moved.
 */

import type { NatsPermissions } from '@latentsweep/bus';
import { inUrl } from './names.ts';

export interface NatsUser {
  /** For people: a comment beside the key. */
  readonly name: string;
  readonly publicKey: string;
  readonly permissions: NatsPermissions;
}

export interface ServerOptions {
  /** The address that it listens at. */
  readonly listen: string;
  readonly port: number;
  /** Of the monitoring endpoint, which has no password; null: none. */
  readonly monitorPort: number | null;
}

/** The account that holds all of the cluster's streams and users. */
const ACCOUNT = 'LATENTSWEEP';

export function serverConfig({ listen, port, monitorPort }: ServerOptions): string {
  const monitor = [
    '# Monitoring: anyone who reaches this port may read what the server does.',
    `http: ${JSON.stringify(`${inUrl(listen)}:${monitorPort}`)}`,
    '',
  ];
  return lines([
    '# Start it in the folder above: nats-server -c nats/nats-server.conf',
    'server_name: "latentsweep"',
    `host: ${JSON.stringify(listen)}`,
    `port: ${port}`,
    'max_payload: 1MB',
    '',
    'jetstream {',
    '  store_dir: "nats/data"',
    '}',
    '',
    '# Plain text is refused.',
    'tls {',
    '  cert_file: "tls/server.pem"',
    '  key_file: "tls/server-key.pem"',
    '  timeout: 5',
    '}',
    '',
    ...(monitorPort === null ? [] : monitor),
    '# All users. There is no authorization { } block: beside accounts it has let anonymous clients in.',
    'include "accounts.conf"',
  ]);
}

export function accountsConfig(users: readonly NatsUser[]): string {
  return lines([
    '# Written by `sweep cluster init`, and again when it adds a worker.',
    'accounts {',
    `  ${ACCOUNT} {`,
    '    jetstream: enabled',
    '    users: [',
    ...users.flatMap(userLines),
    '    ]',
    '  }',
    '}',
  ]);
}

function userLines({ name, publicKey, permissions }: NatsUser): string[] {
  const subjects = (allow: readonly string[]) =>
    allow.map((subject) => `            ${JSON.stringify(subject)}`);
  const may = (verb: string, { allow }: { readonly allow: readonly string[] }) =>
    // An empty list would allow everything.
    allow.length === 0
      ? [`          ${verb}: { deny: ">" }`]
      : [`          ${verb}: { allow: [`, ...subjects(allow), '          ] }'];
  return [
    `      # ${name}`,
    '      {',
    `        nkey: ${JSON.stringify(publicKey)}`,
    '        permissions {',
    ...may('publish', permissions.publish),
    ...may('subscribe', permissions.subscribe),
    '        }',
    '      }',
  ];
}

const lines = (all: readonly string[]) => `${all.join('\n')}\n`;
