/** All files of a set-up, made in memory: keys, certificates and passwords are drawn here and written nowhere else. */

import { randomBytes } from 'node:crypto';
import { natsPermissions } from '@latentsweep/bus';
import { InputError } from '@latentsweep/core';
import { rolesSql } from '@latentsweep/store';
import { createUser } from '@nats-io/nkeys';
import { type Identity, issueServer, makeAuthority } from './certificate.ts';
import type { SetupFile } from './files.ts';
import { accountsConfig, type NatsUser, serverConfig } from './nats-config.ts';
import { RECORD_FILE, recordText, type SetupRecord } from './record.ts';
import { coordinatorSettings, ownerSettings, readerSettings, workerSettings } from './settings-file.ts';

export interface SetupOptions extends Pick<SetupRecord, 'prefix' | 'nats' | 'postgres'> {
  /** Names, each of which gets a key of its own. */
  readonly workers: readonly string[];
}

export const AUTHORITY = { certificate: 'tls/ca.pem', key: 'tls/ca-key.pem' } as const;

/** The record is the last file: where it is, all others are. */
export async function newSetup(options: SetupOptions, now: Date): Promise<SetupFile[]> {
  const { workers, ...rest } = options;
  const keys = new Map(['coordinator', 'reader', ...workers].map((name) => [name, makeNkey()]));
  const publicKey = (name: string) => keys.get(name)!.publicKey;
  const record: SetupRecord = {
    format: 1,
    ...rest,
    coordinator: publicKey('coordinator'),
    reader: publicKey('reader'),
    workers: workers.map((name) => ({ name, publicKey: publicKey(name) })),
  };
  return [
    // Not to be committed by a slip of the hand.
    open('.gitignore', '*\n'),
    ...[...keys].map(([name, { seed }]) => seedFile(name, seed)),
    ...(await certificates(record, now)),
    ...postgresFiles(record),
    open('coordinator.yaml', coordinatorSettings(record)),
    open('reader.yaml', readerSettings(record)),
    ...workers.map((name) => open(`${name}.yaml`, workerSettings(record, name))),
    open('nats/nats-server.conf', serverConfig(record.nats)),
    ...recorded(record),
  ];
}

/** The files that change. Throws InputError `worker_exists`. */
export function addWorker(record: SetupRecord, name: string): SetupFile[] {
  if (record.workers.some((worker) => worker.name === name)) {
    throw new InputError(
      'worker_exists',
      `The set-up has a worker '${name}' already.`,
      `Use nkeys/${name}.nk, or name another.`,
    );
  }
  const { publicKey, seed } = makeNkey();
  const grown = { ...record, workers: [...record.workers, { name, publicKey }] };
  return [seedFile(name, seed), open(`${name}.yaml`, workerSettings(grown, name)), ...recorded(grown)];
}

/** A server certificate from the set-up's own authority, so that nothing but the server changes. */
export async function renewCertificate(
  record: SetupRecord,
  authority: Identity,
  hosts: readonly string[],
  now: Date,
): Promise<SetupFile[]> {
  const renewed = { ...record, nats: { ...record.nats, hosts: [...hosts] } };
  const server = await issueServer(authority, hosts, now);
  return [...serverFiles(server), open(RECORD_FILE, recordText(renewed))];
}

/** Files that only some set-ups have: what `--force` has to remove first. */
export function filesOfWorkers({ workers }: SetupRecord): string[] {
  return workers.flatMap(({ name }) => [`nkeys/${name}.nk`, `${name}.yaml`]);
}

async function certificates({ nats }: SetupRecord, now: Date): Promise<SetupFile[]> {
  const authority = await makeAuthority(now);
  return [
    open(AUTHORITY.certificate, authority.certificate),
    secret(AUTHORITY.key, authority.key),
    ...serverFiles(await issueServer(authority, nats.hosts, now)),
  ];
}

const serverFiles = ({ certificate, key }: Identity): SetupFile[] => [
  secret('tls/server-key.pem', key),
  open('tls/server.pem', certificate),
];

function postgresFiles(record: SetupRecord): SetupFile[] {
  const passwords = { owner: password(), writer: password(), reader: password() };
  return [
    secret('postgres/roles.sql', rolesSql({ database: record.postgres.database, passwords })),
    ...Object.entries(passwords).map(([role, text]) => secret(`postgres/${role}.password`, `${text}\n`)),
    open('owner.yaml', ownerSettings(record)),
  ];
}

function recorded(record: SetupRecord): SetupFile[] {
  const { prefix, coordinator, reader, workers } = record;
  const user = (name: string, publicKey: string, use: Parameters<typeof natsPermissions>[0]): NatsUser => ({
    ...{ name, publicKey, permissions: natsPermissions({ prefix, ...use }) },
  });
  const users = [
    user('coordinator', coordinator, { role: 'coordinator' }),
    user('reader', reader, { role: 'reader' }),
    ...workers.map(({ name, publicKey }) =>
      user(`worker ${name}`, publicKey, { role: 'worker', worker: name }),
    ),
  ];
  return [open('nats/accounts.conf', accountsConfig(users)), open(RECORD_FILE, recordText(record))];
}

/** A NATS user: whoever signs with the seed, which is secret, is the one that the server knows by the public key. */
export function makeNkey(): { readonly publicKey: string; readonly seed: string } {
  const pair = createUser();
  const seed = new TextDecoder().decode(pair.getSeed());
  const publicKey = pair.getPublicKey();
  pair.clear();
  return { publicKey, seed };
}

/** 192 bits, in letters that need no quoting anywhere. */
const password = () => randomBytes(24).toString('base64url');

const seedFile = (name: string, seed: string) => secret(`nkeys/${name}.nk`, `${seed}\n`);
const secret = (path: string, text: string): SetupFile => ({ path, text, secret: true });
const open = (path: string, text: string): SetupFile => ({ path, text, secret: false });
