/** latentsweep.yaml: where the store and the bus are, for all commands that are run in its folder. */

import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { hasPassword, InputError, plural, printable } from '@latentsweep/core';
import {
  Findings,
  Found,
  type Keys,
  type MapTree,
  openSection,
  parseYaml,
  readValue,
  Section,
} from '@latentsweep/plain-file';
import { faultOfBusUrl } from './bus-url.ts';
import { isUrl } from './is-url.ts';
import { isReadableByAll } from './secret-file.ts';
import type { FileSettings } from './settings.ts';

const PATH = { type: 'text', maxLength: 4000 } as const;
const TOP = { store: { rule: PATH }, store_password_file: { rule: PATH } } as const satisfies Keys;
const BUS = {
  url: { rule: PATH },
  credentials: { rule: PATH },
  ca: { rule: PATH },
  group: { rule: { type: 'text', maxLength: 40 } },
  prefix: { rule: { type: 'text', maxLength: 32 } },
  storage: { rule: { type: 'choice', choices: ['file', 'memory'] } },
  replicas: { rule: { type: 'integer', minimum: 1, maximum: 5 } },
} as const satisfies Keys;

const EXAMPLE = 'Write `store: postgresql://…` and `bus: nats://…`.';
const MOST_BYTES = 100_000;

/** Reads the file. Throws InputError `no_config_file`, or `bad_config_file` with all its faults. */
export function readSettingsFile(path: string): { settings: FileSettings; notes: readonly string[] } {
  const text = readText(path);
  const settings = parseSettingsFile(text, path);
  const secret = settings.store !== undefined && hasPassword(settings.store) && isReadableByAll(path);
  const note = `${printable(path)} holds a password and can be read by everyone: chmod 600 ${printable(path)}, or use store_password_file.`;
  return { settings, notes: secret ? [note] : [] };
}

function readText(path: string): string {
  try {
    if (statSync(path).size > MOST_BYTES) throw new Error(`has more than ${MOST_BYTES} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      'no_config_file',
      `The settings file ${printable(path)} ${code === 'ENOENT' ? 'does not exist' : `can't be read: ${message}`}.`,
      'Check --config and LATENTSWEEP_CONFIG.',
    );
  }
}

export function parseSettingsFile(text: string, path: string): FileSettings {
  const findings = new Findings();
  const tree = parseYaml(text, findings, { doubt: 'Is it a settings file?', start: EXAMPLE });
  const map = tree && new Found(tree, '', findings).asMap(EXAMPLE);
  const settings = map && readTop(map, dirname(resolve(path)));
  if (settings && findings.faults.length === 0) return settings;
  throw new InputError(
    'bad_config_file',
    `${printable(path)} has ${plural(findings.faults.length, 'fault')}.`,
    'Correct the file and run the command again. docs/cluster.md describes every key.',
    findings.faults,
  );
}

function readTop(map: Found<MapTree>, folder: string): FileSettings {
  map.refuseUnknown([...Object.keys(TOP), 'bus']);
  const top = new Section(map, TOP);
  const store = top.get('store');
  return {
    store: store !== undefined && isUrl(store) ? store : within(folder, store),
    storePasswordFile: within(folder, top.get('store_password_file')),
    bus: readBus(top, folder),
  };
}

/** A URL alone, or a mapping. */
function readBus(top: Found, folder: string): FileSettings['bus'] {
  const found = top.under('bus');
  if (found?.tree.kind === 'scalar') return { url: readUrl(found) };
  const bus = openSection(top, 'bus', BUS, 'Write `bus: { url: nats://host:4222 }`.');
  if (!found || !bus) return {};
  const [credentials, ca] = [bus.get('credentials'), bus.get('ca')];
  const [storage, replicas] = [bus.get('storage'), bus.get('replicas')];
  const prefix = bus.get('prefix');
  if (prefix !== undefined && !PREFIX.test(prefix)) {
    const message = `must be a letter and up to 31 of a-z, A-Z, 0-9, _ and -, got "${printable(prefix)}"`;
    bus.at('prefix').fault('bad_prefix', message, 'Write `prefix: latentsweep`.');
  }
  const group = bus.get('group');
  if (group !== undefined && !GROUP.test(group)) {
    const message = `must be up to 40 of a-z, A-Z, 0-9, _ and -, got "${printable(group)}"`;
    bus.at('group').fault('bad_group', message, 'Write `group: worker`.');
  }
  return {
    url: readUrl(bus.under('url')),
    credentialsFile: within(folder, credentials),
    caFile: within(folder, ca),
    ...{ group, prefix, storage, replicas },
  };
}

/** Part of the names of streams, consumers and subjects. */
const PREFIX = /^[A-Za-z][\w-]{0,31}$/;
const GROUP = /^[A-Za-z0-9][\w-]{0,39}$/;

const within = (folder: string, path: string | undefined) => path && resolve(folder, path);

function readUrl(found: Found | undefined): string | undefined {
  const url = found && readValue(PATH, found);
  const fault = url === undefined ? null : faultOfBusUrl(url);
  if (fault) found?.fault('bad_bus_url', fault.message, fault.hint);
  return url;
}
