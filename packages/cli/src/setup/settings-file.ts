/** The settings files of a set-up, one a role, for `--config`. Paths are relative to the file. */

import { ROLE_NAMES } from '@latentsweep/store';
import { inUrl } from './names.ts';
import type { SetupRecord } from './record.ts';

/** Reaches the bus and the store. */
export function coordinatorSettings(record: SetupRecord): string {
  return lines(
    '# For `sweep serve`, and for `submit`, `pause`, `resume` and `cancel`.',
    ...storeLines(record, 'writer'),
    ...busLines(record, 'coordinator'),
  );
}

/** Reaches the bus alone. */
export function workerSettings(record: SetupRecord, name: string): string {
  return lines(
    '# For `sweep worker`, which never reaches the database.',
    ...busLines(record, name),
    `  group: ${JSON.stringify(name)}`,
  );
}

/** For looking. */
export function readerSettings(record: SetupRecord): string {
  return lines(
    '# For `watch`, `workers`, `list`, `show`, `top`, `trials`, `export` and `sql`: nothing can be changed with it.',
    ...storeLines(record, 'reader'),
    ...busLines(record, 'reader'),
  );
}

/** For making and updating the tables. */
export function ownerSettings(record: SetupRecord): string {
  return lines(
    '# For `sweep db`, which makes the tables and brings them up to date.',
    ...storeLines(record, 'owner'),
  );
}

function storeLines({ postgres: { host, port, database } }: SetupRecord, role: keyof typeof ROLE_NAMES) {
  return [
    `store: postgresql://${ROLE_NAMES[role]}@${inUrl(host)}:${port}/${database}`,
    `store_password_file: postgres/${role}.password`,
  ];
}

function busLines({ nats: { host, port }, prefix }: SetupRecord, key: string): string[] {
  return [
    'bus:',
    `  url: tls://${inUrl(host)}:${port}`,
    `  credentials: nkeys/${key}.nk`,
    '  ca: tls/ca.pem',
    `  prefix: ${JSON.stringify(prefix)}`,
  ];
}

const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;
