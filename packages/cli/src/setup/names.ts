/** What people type that ends up in file names, NATS subjects, SQL and URLs: checked here, once. */

import { isIP } from 'node:net';
import { InputError } from '@latentsweep/core';
import { matching } from '../option/parse.ts';

const NAME = /^[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?$/;
const RESERVED: readonly string[] = ['coordinator', 'reader', 'owner'];
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** The name of a worker's key. Throws InputError `bad_worker_name`. */
export function workerName(text: string): string {
  if (NAME.test(text) && !RESERVED.includes(text)) return text;
  throw new InputError(
    'bad_worker_name',
    RESERVED.includes(text)
      ? `'${text}' is the name of another role: a worker cannot have it.`
      : `A worker's name has up to 40 of a-z, 0-9, - and _, and begins and ends with a letter or digit: '${text}' does not.`,
    'For example: gpu-1',
  );
}

/** A host name or an address, without a port. Throws InputError `bad_host`. */
export function hostName(flag: string) {
  return (text: string): string => {
    const labels = text.split('.');
    const isName = text.length <= 253 && labels.every((label) => LABEL.test(label));
    // The last label of a name is never a number: 10.0.0.256 is a mistyped address.
    if (isIP(text) !== 0 || (isName && !/^\d+$/.test(labels.at(-1)!))) return text;
    throw new InputError(
      'bad_host',
      `${flag} takes a host name or an address, without a port, not '${text}'.`,
      `For example: ${flag} nats.example.org`,
    );
  };
}

/** Several, separated by commas. Throws InputError `bad_host`. */
export function hostNames(flag: string) {
  const read = hostName(flag);
  return (text: string): readonly string[] => text.split(',').map((host) => read(host.trim()));
}

/** A database's name: one that needs no quotes. Throws InputError `bad_option`. */
export const databaseName = matching(
  /^[a-z_][a-z0-9_]{0,62}$/,
  '--database takes a name of a-z, 0-9 and _ that begins with a letter',
  '--database latentsweep',
);

/** What the names on NATS begin with. Throws InputError `bad_option`. */
export const busPrefix = matching(
  /^[A-Za-z][A-Za-z0-9_-]{0,31}$/,
  '--prefix takes a letter and up to 31 letters, digits, - and _',
  '--prefix latentsweep',
);

/** As it stands before a port. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);
