/** `cluster.json`: what a set-up was made with, without secrets. It marks a finished set-up, and lets it grow. */

import { InputError } from '@latentsweep/core';
import { z } from 'zod';
import { busPrefix, databaseName, hostName, workerName } from './names.ts';

const passes = (read: (text: string) => string) => (text: string) => {
  try {
    return read(text) === text;
  } catch {
    return false;
  }
};
const host = z.string().refine(passes(hostName('host')));
const port = z.int().min(1).max(65_535);
const publicKey = z.string().regex(/^U[A-Z2-7]{55}$/);

const RECORD = z.strictObject({
  format: z.literal(1),
  prefix: z.string().refine(passes(busPrefix)),
  nats: z.strictObject({
    host,
    listen: host,
    port,
    monitorPort: port.nullable(),
    hosts: z.array(host).min(1),
  }),
  postgres: z.strictObject({ host, port, database: z.string().refine(passes(databaseName)) }),
  coordinator: publicKey,
  reader: publicKey,
  workers: z.array(z.strictObject({ name: z.string().refine(passes(workerName)), publicKey })).min(1),
});

export type SetupRecord = Readonly<z.infer<typeof RECORD>>;

export const RECORD_FILE = 'cluster.json';

export const recordText = (record: SetupRecord) => `${JSON.stringify(record, null, 2)}\n`;

/** Throws InputError `bad_setup`. */
export function readRecord(text: string, path: string): SetupRecord {
  const parsed = RECORD.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new InputError(
    'bad_setup',
    `${path} is not what cluster init wrote: ${issue.path.join('.') || 'the file'} is wrong.`,
    'Restore the file, or make a new set-up in another folder.',
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
