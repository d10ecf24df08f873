/** latentsweep.yaml: where the store and the bus are, for all commands that are run in its folder. */

import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { hasPassword, InputError, plural, printable } from '@latentsweep/core';
import {
  expectMap,
  Findings,
  join,
  type MapTree,
  parseYaml,
  type Rule,
  readValue,
  refuseUnknown,
  type Tree,
} from '@latentsweep/plain-file';
import { faultOfBusUrl } from './bus-url.ts';
import { isUrl } from './is-url.ts';
import { isReadableByAll } from './secret-file.ts';
import type { FileSettings } from './settings.ts';

const PATH = { type: 'text', maxLength: 4000 } as const;
const TOP = { store: PATH, store_password_file: PATH } as const;
const BUS = {
  url: PATH,
  credentials: PATH,
  ca: PATH,
  group: { type: 'text', maxLength: 40 },
  prefix: { type: 'text', maxLength: 32 },
  storage: { type: 'choice', choices: ['file', 'memory'] },
  replicas: { type: 'integer', minimum: 1, maximum: 5 },
} as const satisfies Record<string, Rule>;

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
  const map = tree && expectMap(tree, '', findings, EXAMPLE);
  const settings = map && readTop(map, dirname(resolve(path)), findings);
  if (settings && findings.faults.length === 0) return settings;
  throw new InputError(
    'bad_config_file',
    `${printable(path)} has ${plural(findings.faults.length, 'fault')}.`,
    'Correct the file and run the command again. docs/cluster.md describes every key.',
    findings.faults,
  );
}

function readTop(map: MapTree, folder: string, findings: Findings): FileSettings {
  refuseUnknown(map, '', [...Object.keys(TOP), 'bus'], findings);
  const value = (name: keyof typeof TOP) => {
    const entry = map.entries.find(({ key }) => key === name);
    return entry && readValue(TOP[name], entry.value, name, findings);
  };
  const store = value('store');
  const bus = map.entries.find(({ key }) => key === 'bus');
  return {
    store: store !== undefined && isUrl(store) ? store : within(folder, store),
    storePasswordFile: within(folder, value('store_password_file')),
    bus: bus ? readBus(bus.value, folder, findings) : {},
  };
}

/** A URL alone, or a mapping. */
function readBus(tree: Tree, folder: string, findings: Findings): FileSettings['bus'] {
  if (tree.kind === 'scalar') return { url: readUrl(tree, 'bus', findings) };
  const map = expectMap(tree, 'bus', findings, 'Write `bus: { url: nats://host:4222 }`.');
  if (!map) return {};
  refuseUnknown(map, 'bus', Object.keys(BUS), findings);
  const entry = (name: string) => map.entries.find(({ key }) => key === name)?.value;
  const value = <Name extends keyof typeof BUS>(name: Name) => {
    const found = entry(name);
    return found && readValue(BUS[name], found, join('bus', name), findings);
  };
  const url = entry('url');
  const [credentials, ca] = [value('credentials'), value('ca')];
  const [storage, replicas] = [value('storage'), value('replicas')];
  const prefix = value('prefix');
  if (prefix !== undefined && !PREFIX.test(prefix)) {
    const message = `must be a letter and up to 31 of a-z, A-Z, 0-9, _ and -, got "${printable(prefix)}"`;
    findings.fault('bad_prefix', 'bus.prefix', entry('prefix')!.at, message, 'Write `prefix: latentsweep`.');
  }
  const group = value('group');
  if (group !== undefined && !GROUP.test(group)) {
    const message = `must be up to 40 of a-z, A-Z, 0-9, _ and -, got "${printable(group)}"`;
    findings.fault('bad_group', 'bus.group', entry('group')!.at, message, 'Write `group: worker`.');
  }
  return {
    url: url && readUrl(url, 'bus.url', findings),
    credentialsFile: within(folder, credentials),
    caFile: within(folder, ca),
    ...{ group, prefix, storage, replicas },
  };
}

/** Part of the names of streams, consumers and subjects. */
const PREFIX = /^[A-Za-z][\w-]{0,31}$/;
const GROUP = /^[A-Za-z0-9][\w-]{0,39}$/;

const within = (folder: string, path: string | undefined) => path && resolve(folder, path);

function readUrl(tree: Tree, path: string, findings: Findings): string | undefined {
  const url = readValue(PATH, tree, path, findings);
  const fault = url === undefined ? null : faultOfBusUrl(url);
  if (fault) findings.fault('bad_bus_url', path, tree.at, fault.message, fault.hint);
  return url;
}
