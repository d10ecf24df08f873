import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPassword, InputError, redacted } from '@latentsweep/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';
import { faultOfBusUrl } from './bus-url.ts';
import { parseSettingsFile, readSettingsFile } from './file.ts';
import { noteOnSecret } from './secret-file.ts';
import { readSettings, settingsFile } from './settings.ts';
import { storeLocation } from './store-location.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

const FULL = `store: postgresql://sweep@db/results
store_password_file: secrets/password
bus:
  url: tls://a:4222,tls://b:4222
  credentials: nkeys/coordinator.nk
  ca: /etc/ca.pem
  prefix: lab
  storage: memory
  replicas: 3
`;

test('a file says all, with paths from its folder', () => {
  expect(parseSettingsFile(FULL, '/etc/sweep/latentsweep.yaml')).toEqual({
    store: 'postgresql://sweep@db/results',
    storePasswordFile: '/etc/sweep/secrets/password',
    bus: {
      url: 'tls://a:4222,tls://b:4222',
      credentialsFile: '/etc/sweep/nkeys/coordinator.nk',
      caFile: '/etc/ca.pem',
      prefix: 'lab',
      storage: 'memory',
      replicas: 3,
    },
  });
  expect(parseSettingsFile('bus: nats://h\nstore: data', '/a/x.yaml')).toEqual({
    store: '/a/data',
    bus: { url: 'nats://h' },
  });
});

test('an option goes before the environment, which goes before the file, key by key', () => {
  const file = parseSettingsFile(FULL, '/etc/sweep/latentsweep.yaml');
  const environment = { LATENTSWEEP_BUS: 'nats://there', LATENTSWEEP_BUS_CA: 'own.pem' };
  expect(readSettings({ bus: 'nats://here' }, environment, file)).toMatchObject({
    store: 'postgresql://sweep@db/results',
    storeGiven: true,
    bus: {
      url: 'nats://here',
      credentialsFile: '/etc/sweep/nkeys/coordinator.nk',
      caFile: 'own.pem',
      prefix: 'lab',
    },
  });
  expect(readSettings({}, environment, file).bus?.url).toBe('nats://there');
  expect(readSettings({}, {}, file).bus?.url).toBe('tls://a:4222,tls://b:4222');
  expect(readSettings({}, { LATENTSWEEP_BUS_CA: 'own.pem' }).bus).toBeNull();
});

test('every fault is named at once, with its line and what to write', () => {
  const text = `stor: x
bus:
  url: http://h
  credential: a.nk
  storage: disk
  replicas: 9
  prefix: "a.b"
`;
  const error = errorOf(() => parseSettingsFile(text, 'latentsweep.yaml'));
  expect(error.code).toBe('bad_config_file');
  expect(error.faults.map(({ line, code, path }) => `${line} ${code} ${path}`)).toEqual([
    '1 unknown_key stor',
    '4 unknown_key bus.credential',
    '5 unknown_value bus.storage',
    '6 out_of_range bus.replicas',
    '7 bad_prefix bus.prefix',
    '3 bad_bus_url bus.url',
  ]);
  expect(error.faults[0]?.hint).toContain('Did you mean `store`?');
  expect(error.faults[1]?.hint).toContain('Did you mean `credentials`?');
});

test.each(['', '[1]', 'a: b: c', '- x', 'bus: [1]', 'store: 3', '\0'])('%j is refused', (text) => {
  expect(errorOf(() => parseSettingsFile(text, 'x.yaml')).code).toBe('bad_config_file');
});

test.each([
  ['nats://h', null],
  ['tls://h:4222', null],
  ['nats://h:1, nats://[::1]:2', null],
  ['h:4222', 'named by a URL'],
  ['nats://h,', 'named by a URL'],
  ['nats://user:secret@h', 'holds a user or a password'],
  ['nats://token@h', 'holds a user or a password'],
  ['nats://h/path', 'a host and a port'],
])('%s as the URL of a bus', (url, fault) => {
  const found = faultOfBusUrl(url);
  if (fault === null) expect(found).toBeNull();
  else expect(found?.message).toContain(fault);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test('passwords in URLs are seen and taken out', () => {
  expect(redacted('at postgresql://me:s3:c/r@t@db:5432/x?y=1 now')).not.toContain('s3');
  expect(redacted('postgresql://me@db/x and tls://h:4222')).toBe('postgresql://me@db/x and tls://h:4222');
  expect(redacted('nats://me:secret@h:4222')).toBe('nats://me:…@h:4222');
  expect(hasPassword('postgresql://db/x?password=p')).toBe(true);
  expect(hasPassword('postgresql://me@db/x')).toBe(false);
});

test('no output ever shows a password', async () => {
  for (const args of [
    ['--bus', 'nats://me:hunter2@h', 'list'],
    ['--store', 'postgresql://me:hunter2@127.0.0.1:1/x', 'list'],
    ['--store', 'mysql://me:hunter2@h/x', 'list'],
    ['--debug', '--store', 'postgresql://me:hunter2@127.0.0.1:1/x', 'list'],
  ]) {
    const terminal = fakeTerminal();
    expect(await runCli(args, terminal, {})).not.toBe(0);
    expect(terminal.written.out + terminal.written.err).not.toContain('hunter2');
  }
});

test('a file that is named must be there; the usual one need not', async () => {
  expect(settingsFile({}, {})).toBeNull();
  expect(settingsFile({ config: 'a.yaml' }, { LATENTSWEEP_CONFIG: 'b.yaml' })).toBe('a.yaml');
  const terminal = fakeTerminal();
  expect(await runCli(['--config', join(folder, 'no.yaml'), 'list'], terminal, {})).toBe(2);
  expect(terminal.written.err).toContain('error[no_config_file]');
});

test('faults of the file are shown with its name', async () => {
  const path = write('bad.yaml', 'bus: { ur: x }\n');
  const terminal = fakeTerminal();
  expect(await runCli(['list'], terminal, { LATENTSWEEP_CONFIG: path })).toBe(2);
  expect(terminal.written.err).toContain(`${path}:1:8  bus.ur  [unknown_key]`);
});

test('the password of the store comes from a file, whatever is in it', () => {
  const notes: string[] = [];
  const path = write('password', 'p@ss/w:rd%\n', 0o644);
  const settings = { store: 'postgresql://me@db:5432/x', storePasswordFile: path };
  const url = new URL(storeLocation(settings, (note) => notes.push(note)));
  expect(decodeURIComponent(url.password)).toBe('p@ss/w:rd%');
  expect(notes.join()).toMatch(/can be read by everyone on this machine: chmod 600/);
  expect(storeLocation({ ...settings, store: 'a/folder' }, () => {})).toBe('a/folder');
});

test('a secret that is missing is an error, one for all to read a note', () => {
  expect(errorOf(() => noteOnSecret(join(folder, 'no.nk'), 'the credentials')).message).toContain(
    'does not exist',
  );
  expect(errorOf(() => noteOnSecret(folder, 'the credentials')).message).toContain('is no file');
  expect(noteOnSecret(write('own.nk', 'SU'), 'the credentials')).toBeNull();
  expect(noteOnSecret(write('open.nk', 'SU', 0o604), 'the credentials')).toContain('chmod 600');
});

test('a file that everyone may read should hold no password', () => {
  const url = 'store: postgresql://me:secret@db/x\n';
  expect(readSettingsFile(write('open.yaml', url, 0o644)).notes[0]).toContain('store_password_file');
  expect(readSettingsFile(write('own.yaml', url)).notes).toEqual([]);
  expect(readSettingsFile(write('none.yaml', 'store: postgresql://me@db/x', 0o644)).notes).toEqual([]);
});

function errorOf(action: () => unknown): InputError {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
