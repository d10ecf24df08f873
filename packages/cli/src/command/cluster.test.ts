import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../run-cli.ts';
import { readSettingsFile } from '../settings/file.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';

const SECRET = /SU[A-Z2-7]{56}|PRIVATE KEY/;

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latentsweep-init-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'secured');
}

async function init(...args: string[]) {
  const terminal = fakeTerminal();
  const code = await runCli(['cluster', 'init', ...args], terminal, {});
  return { code, ...terminal.written };
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

test('a set-up holds all that its steps name', async () => {
  const folder = testFolder();
  const { code, out } = await init(folder);
  expect(code).toBe(0);
  expect(filesOf(folder)).toEqual([
    '.gitignore',
    'cluster.json',
    'coordinator.yaml',
    'nats/accounts.conf',
    'nats/nats-server.conf',
    'nkeys/coordinator.nk',
    'nkeys/reader.nk',
    'nkeys/worker.nk',
    'owner.yaml',
    'postgres/owner.password',
    'postgres/reader.password',
    'postgres/roles.sql',
    'postgres/writer.password',
    'reader.yaml',
    'tls/ca-key.pem',
    'tls/ca.pem',
    'tls/server-key.pem',
    'tls/server.pem',
    'worker.yaml',
  ]);
  for (const role of ['owner', 'coordinator', 'worker', 'reader'])
    expect(out).toContain(`--config ${folder}/${role}.yaml`);
});

test('secrets are for their owner alone and are shown nowhere', async () => {
  const folder = testFolder();
  const { out, err } = await init(folder);
  const passwords = ['owner', 'writer', 'reader'].map((role) =>
    readFileSync(join(folder, `postgres/${role}.password`), 'utf8').trim(),
  );
  expect(new Set(passwords).size).toBe(3);
  for (const password of passwords) expect(password).toMatch(/^[\w-]{32}$/);
  const holdsSecret = (text: string) =>
    SECRET.test(text) || passwords.some((password) => text.includes(password));
  expect(holdsSecret(out + err)).toBe(false);
  for (const file of filesOf(folder)) {
    const path = join(folder, file);
    if (holdsSecret(readFileSync(path, 'utf8'))) expect(statSync(path).mode & 0o777).toBe(0o600);
  }
});

test('settings files are such, and name files that are there', async () => {
  const folder = testFolder();
  await init(
    folder,
    '--nats-host',
    'nats.lab',
    '--postgres-host',
    '2001:db8::5',
    '--database',
    'results',
    '--prefix',
    'Lab',
  );
  const { settings, notes } = readSettingsFile(join(folder, 'coordinator.yaml'));
  expect(notes).toEqual([]);
  expect(settings).toEqual({
    store: 'postgresql://latentsweep_writer@[2001:db8::5]:5432/results',
    storePasswordFile: join(folder, 'postgres/writer.password'),
    bus: {
      url: 'tls://nats.lab:4222',
      credentialsFile: join(folder, 'nkeys/coordinator.nk'),
      caFile: join(folder, 'tls/ca.pem'),
      prefix: 'Lab',
    },
  });
  expect(readSettingsFile(join(folder, 'reader.yaml')).settings.store).toContain('//latentsweep_reader@');
  expect(readSettingsFile(join(folder, 'owner.yaml')).settings.bus).toEqual({});
  expect(readSettingsFile(join(folder, 'worker.yaml')).settings.store).toBeUndefined();
  for (const file of filesOf(folder).filter((name) => name.endsWith('.yaml'))) {
    const { store_password_file: password, bus } = parse(readFileSync(join(folder, file), 'utf8'));
    const named = [password, bus?.credentials, bus?.ca].filter((path) => path !== undefined);
    expect(filesOf(folder)).toEqual(expect.arrayContaining(named));
  }
});

test('a set-up stays as it is unless it is to be made anew', async () => {
  const folder = testFolder();
  await init(folder, '--worker', 'gpu', '--worker', 'cpu');
  const seed = () => readFileSync(join(folder, 'nkeys/coordinator.nk'), 'utf8');
  const before = seed();
  const again = await init(folder);
  expect(again.code).toBe(2);
  expect(again.err).toContain('error[setup_exists]');
  expect(seed()).toBe(before);
  expect((await init(folder, '--force')).code).toBe(0);
  expect(seed()).not.toBe(before);
  expect(filesOf(folder)).not.toContain('nkeys/gpu.nk');
  expect(filesOf(folder)).toContain('nkeys/worker.nk');
});

test('a worker is added beside the others, whose keys stay', async () => {
  const folder = testFolder();
  await init(folder);
  const before = readFileSync(join(folder, 'nats/accounts.conf'), 'utf8');
  const { code, out } = await init(folder, '--add-worker', 'slurm');
  expect(code).toBe(0);
  expect(out).toContain(`--config ${folder}/slurm.yaml`);
  const after = readFileSync(join(folder, 'nats/accounts.conf'), 'utf8');
  const keys = (text: string) => text.match(/"U[A-Z2-7]{55}"/g)!;
  expect(keys(after).slice(0, 3)).toEqual(keys(before));
  expect(keys(after)).toHaveLength(4);
  expect(readFileSync(join(folder, 'nkeys/slurm.nk'), 'utf8')).toMatch(/^SU[A-Z2-7]{56}\n$/);
  expect((await init(folder, '--add-worker', 'slurm')).err).toContain('error[worker_exists]');
});

test('a new certificate comes from the same authority', async () => {
  const folder = testFolder();
  await init(folder);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const [authority, server] = [read('tls/ca.pem'), read('tls/server.pem')];
  expect((await init(folder, '--renew-certificate', '--hosts', 'nats.lab')).err).toContain('nats.lab');
  expect(read('tls/ca.pem')).toBe(authority);
  expect(read('tls/server.pem')).not.toBe(server);
  rmSync(join(folder, 'tls/ca-key.pem'));
  expect((await init(folder, '--renew-certificate')).err).toContain('error[no_authority]');
});

test.each([
  [['--nats-host', 'tls://nats'], 'bad_host'],
  [['--worker', '../x'], 'bad_worker_name'],
  [['--worker', 'coordinator'], 'bad_worker_name'],
  [['--add-worker', 'more'], 'no_setup'],
  [['--renew-certificate'], 'no_setup'],
  [['--database', 'a"b'], 'bad_option'],
  [['--nats-port', '0'], 'bad_option'],
  [['--prefix', 'a.b'], 'bad_option'],
  [['--add-worker', 'more', '--force'], 'conflicting_option'],
  [['--add-worker', 'more', '--nats-port', '5'], 'conflicting_option'],
  [['--renew-certificate', '--worker', 'a'], 'conflicting_option'],
])('%j: %s', async (args, code) => {
  const folder = testFolder();
  const { code: exit, err } = await init(folder, ...args);
  expect(err).toContain(`error[${code}]`);
  expect(exit).toBe(2);
  expect(readdirSync(join(folder, '..'))).toEqual([]);
});
