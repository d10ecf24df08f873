import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  completed,
  filledSweep,
  LEASE_MS,
  OWNER,
  ownedSweep,
  sampleTrials,
  sampleValue,
} from '../exam/samples.ts';
import { removeFolder, testFolder, testStoreFolder } from '../fixtures/folder.ts';
import { migrations } from '../migration/migrate.ts';
import { openStore } from '../open.ts';
import { prepareDirectory, readRecord, storeDirectory } from './directory.ts';
import { keepHouse } from './housekeeping.ts';
import { takeLock } from './lock.ts';
import { openDatabase } from './pglite.ts';
import { startServer } from './start.ts';

const OPENER = fileURLToPath(new URL('../fixtures/open-and-write.ts', import.meta.url));
const TAKER = fileURLToPath(new URL('../fixtures/take-lock.ts', import.meta.url));

function start(file: string, ...args: string[]): { child: ChildProcess; said: Promise<string> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args]);
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    out += chunk;
  });
  return { child, said: new Promise((resolve) => child.once('close', () => resolve(out.trim()))) };
}

const firstOutput = (child: ChildProcess) => new Promise((resolve) => child.stdout!.once('data', resolve));
const pidOf = (location: string) => readRecord(storeDirectory(location))!.pid;

test('a lock is free again when its owner is killed', async () => {
  const file = path.join(testFolder(), 'lock');
  const { child, said } = start(TAKER, file);
  await firstOutput(child);
  expect(takeLock(file)).toBe(false);
  child.kill('SIGKILL');
  await said;
  expect(takeLock(file)).toBe(true);
  expect(await start(TAKER, file).said).toBe('busy');
});

test('eight commands that open a new store at once share one process, and all they write is there', {
  timeout: 180_000,
}, async () => {
  const location = testFolder();
  const said = await Promise.all(
    Array.from({ length: 8 }, (_, i) => start(OPENER, location, String(i)).said),
  );
  expect(said).toEqual(Array.from({ length: 8 }, () => 'written 4'));
  const store = await openStore({ location, lingerMs: 0 });
  expect((await store.query('select count(*), count(distinct slug) from sweeps')).rows).toEqual([[8, 8]]);
  expect((await store.query(`select count(*) from trials where state = 'completed'`)).rows).toEqual([[32]]);
  await store.close();
  expect(fs.readFileSync(path.join(location, 'store.log'), 'utf8')).toBe('');
});

test('no recorded trial is lost when the store process is killed, and whoever is at work goes on', {
  timeout: 180_000,
}, async () => {
  const location = await testStoreFolder();
  const store = await openStore({ location, lingerMs: 0 });
  const sweep = await ownedSweep(store);
  await store.expand(sweep.id, sampleTrials(40, 3), null, true, OWNER);
  const recorded: number[] = [];
  let killed = 0;
  while (recorded.length < 120) {
    const trials = await store.claim(sweep.id, 9, OWNER, LEASE_MS);
    if (killed < 4 && recorded.length >= 25 * killed) {
      killed++;
      const pid = pidOf(location);
      setTimeout(() => process.kill(pid, 'SIGKILL'), 3 * killed);
    }
    const { ended } = await store.record(trials.map((trial) => completed(trial, sampleValue(trial))));
    recorded.push(...ended);
  }
  expect(killed).toBe(4);
  expect(new Set(recorded).size).toBe(120);
  expect(await store.counts(sweep.id)).toMatchObject({ completed: 120, queued: 0, running: 0 });
  const whole = await filledSweep(store, 40, 3);
  expect(await store.checksum(sweep.id)).toBe(await store.checksum(whole.id));
  await store.close();
});

test('killing a command does not touch the database', async () => {
  const location = await testStoreFolder();
  const store = await openStore({ location, lingerMs: 0 });
  const pid = pidOf(location);
  const { child, said } = start(OPENER, location, 'endless');
  await firstOutput(child);
  child.kill('SIGKILL');
  await said;
  expect(pidOf(location)).toBe(pid);
  const { rows } = await store.query('select slug from sweeps');
  const { sweep } = await store.findSweep(rows[0]![0] as string);
  const { running, completed: done } = await store.counts(sweep.id);
  expect(await store.requeue(sweep.id, null, OWNER)).toBe(running);
  expect(await store.counts(sweep.id)).toMatchObject({ running: 0, completed: done });
  await store.close();
});

test('the store process ends when nobody needs it, and keeps its data to itself', async () => {
  const location = await testStoreFolder();
  const store = await openStore({ location, lingerMs: 700 });
  const pid = pidOf(location);
  expect(fs.statSync(location).mode & 0o777).toBe(0o700);
  for (const name of fs.readdirSync(location)) {
    expect(fs.statSync(path.join(location, name)).mode & 0o077, name).toBe(0);
  }
  await store.close();
  const again = await openStore({ location, lingerMs: 0 });
  expect(pidOf(location)).toBe(pid);
  await again.close();
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), 5000);
  expect(fs.existsSync(path.join(location, '.s.PGSQL.5432'))).toBe(false);
});

test('a store deep in the tree has its socket elsewhere', async () => {
  const deep = path.join(testFolder(), 'd'.repeat(60), 'e'.repeat(60), "it's");
  const location = await testStoreFolder(deep);
  const store = await openStore({ location, lingerMs: 0 });
  const { host } = readRecord(storeDirectory(location))!;
  expect(path.dirname(host)).toBe(os.tmpdir());
  expect(fs.statSync(host).mode & 0o777).toBe(0o700);
  expect(fs.existsSync(path.join(host, '.s.PGSQL.5432'))).toBe(true);
  expect((await store.query('select 1')).rows).toEqual([[1]]);
  await store.close();
  await vi.waitFor(() => expect(fs.existsSync(path.join(location, 'server.json'))).toBe(false), 5000);
  fs.rmSync(host, { recursive: true });
});

test('commits reach the disk', async () => {
  const database = await openDatabase(path.join(await testStoreFolder(), 'data'), () => {});
  await database.exec('create table t (i int)');
  const fsync = vi.spyOn(fs, 'fsyncSync');
  onTestFinished(() => fsync.mockRestore());
  for (let i = 0; i < 5; i++) await database.exec(`insert into t values (${i})`);
  expect(fsync.mock.calls.length).toBeGreaterThanOrEqual(5);
  await database.close();
});

test('the planner gets its statistics, and the log a checkpoint', async () => {
  const database = await openDatabase(path.join(await testStoreFolder(), 'data'), () => {});
  await database.exec(
    'create table t as select i, repeat(md5(i::text), 30) as text from generate_series(1, 3000) i',
  );
  const known = async () => {
    const { rows } = await database.query<{ reltuples: number }>(
      `select reltuples from pg_class where relname = 't'`,
    );
    return rows[0]!.reltuples;
  };
  expect(await known()).toBe(-1);
  await keepHouse(database);
  expect(await known()).toBe(3000);
  const redo = async () => (await database.query('select redo_lsn from pg_control_checkpoint()')).rows;
  const before = await redo();
  await keepHouse(database);
  expect(await redo()).toEqual(before);
  await keepHouse(database, 1);
  expect(await redo()).not.toEqual(before);
  await database.close();
});

test('directories that cannot be a store are refused', async () => {
  const folder = testFolder();
  fs.writeFileSync(path.join(folder, 'thesis.doc'), 'do not touch');
  await expect(openStore({ location: folder })).rejects.toMatchObject({
    code: 'not_a_store',
    message: expect.stringContaining('thesis.doc'),
  });
  await expect(openStore({ location: path.join(folder, 'thesis.doc', 'store') })).rejects.toMatchObject({
    code: 'store_not_writable',
    message: expect.stringContaining('ENOTDIR'),
  });
  await expect(openStore({ location: path.join(folder, 'thesis.doc') })).rejects.toMatchObject({
    code: 'store_not_writable',
  });
  expect(fs.readdirSync(folder)).toEqual(['thesis.doc']);
});

test('a store of a newer version is refused and left alone', async () => {
  const folder = testFolder();
  fs.writeFileSync(path.join(folder, 'store.json'), '{"format":99}');
  await expect(openStore({ location: folder })).rejects.toMatchObject({ code: 'store_too_new' });
  expect(fs.readdirSync(folder)).toEqual(['store.json']);
});

test('a store process whose directory is removed ends, and leaves a new store at that path alone', async () => {
  const location = testFolder();
  const first = await openStore({ location, lingerMs: 60_000 });
  await filledSweep(first, 3, 1);
  const pid = pidOf(location);
  await first.close();
  fs.rmSync(location, { recursive: true });
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 2000 });
  expect(fs.existsSync(location)).toBe(false);

  const second = await openStore({ location, lingerMs: 0 });
  expect((await second.query('select count(*) from sweeps')).rows).toEqual([[0]]);
  await second.close();
});

test('a store held by a process that does not answer is refused', async () => {
  const folder = testFolder();
  const { child, said } = start(TAKER, path.join(folder, 'lock'));
  await firstOutput(child);
  await expect(startServer(prepareDirectory(folder), 300)).rejects.toMatchObject({ code: 'store_in_use' });
  child.kill('SIGKILL');
  await said;
});

test('a new database has its tables', async () => {
  const database = await openDatabase(path.join(await testStoreFolder(), 'data'), () => {});
  const { rows } = await database.query<{ name: string }>('select name from kysely_migration order by name');
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrations()).sort());
  await database.close();
});

const canMount = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

/** A disk of that size, or null where none can be mounted. */
function mountDisk(size: string): string | null {
  const disk = path.join(testFolder(), 'disk');
  fs.mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]);
  if (mounted.status !== 0) {
    console.warn(`not tested: ${String(mounted.stderr)}`);
    return null;
  }
  onTestFinished(async () => {
    await removeFolder(path.join(disk, 'store'));
    await vi.waitFor(() => expect(spawnSync('umount', [disk]).status).toBe(0), 5000);
  });
  return disk;
}

test.skipIf(!canMount)('a disk that is too small for the first database is said clearly', async () => {
  const disk = mountDisk('20m');
  if (disk === null) return;
  const location = path.join(disk, 'store');
  await expect(openStore({ location, lingerMs: 0 })).rejects.toMatchObject({ code: 'store_full' });
  expect(spawnSync('mount', ['-o', 'remount,size=200m', disk]).status).toBe(0);
  await (await openStore({ location, lingerMs: 0 })).close();
});

test.skipIf(!canMount)('a full disk is said clearly, and what was recorded stays', async () => {
  const disk = mountDisk('90m');
  if (disk === null) return;
  const location = await testStoreFolder(path.join(disk, 'store'));
  const store = await openStore({ location, lingerMs: 0 });
  const sweep = await ownedSweep(store);
  await store.expand(sweep.id, sampleTrials(60, 3), null, true, OWNER);
  fs.writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(spaceOf(disk) - 2 * 1024 * 1024));
  let recorded = 0;
  const error = await (async () => {
    for (;;) {
      const trials = await store.claim(sweep.id, 3, OWNER, LEASE_MS);
      const curve = Array.from({ length: 20_000 }, (_, i) => i / 7);
      const outcomes = trials.map((trial) => {
        return completed(trial, sampleValue(trial), {}, { vae_loss: curve, vae_kl: curve });
      });
      recorded += (await store.record(outcomes)).ended.length;
    }
  })().catch((fault: unknown) => fault);
  expect(error).toMatchObject({ code: 'store_full' });
  await store.close().catch(() => {});
  fs.rmSync(path.join(disk, 'ballast'));
  const again = await openStore({ location, lingerMs: 0 });
  expect(await again.counts(sweep.id)).toMatchObject({ completed: recorded });
  await again.close();
});

function spaceOf(disk: string): number {
  const { bavail, bsize } = fs.statfsSync(disk);
  return bavail * bsize;
}
