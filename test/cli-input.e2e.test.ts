import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, TINY, type Workplace } from './sweep-process.ts';

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place.remove());

/** Runs a sweep file that is wrong: exit code 2, nothing on stdout, no stack trace. Returns the message. */
async function refused(text: string, ...args: string[]): Promise<string> {
  await place.write('bad.yaml', text);
  const { code, out, err } = await place.sweep('run', 'bad.yaml', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).not.toMatch(/^ +at /m);
  return err;
}

test('every fault of a sweep file is told at once, with its place', async () => {
  const err = await refused(
    TINY.replace('metric:', 'metrik:').replace('[1, 2]', '[0, 2]').replace('[2, 4]', '[]'),
  );
  expect(err).toContain('bad.yaml has 3 faults');
  expect(err).toMatch(/bad\.yaml:4:1 +metrik/);
  expect(err).toMatch(/bad\.yaml:11:\d+ +parameters\.latent_size/);
  expect(err).toMatch(/bad\.yaml:12:\d+ +parameters\.epochs/);
});

test.each([
  ['broken YAML', 'name: [unclosed', /bad\.yaml:\d+:\d+/],
  ['a list', '- a\n- b\n', /error\[bad_sweep_file\]/],
  ['a distribution in a grid', TINY.replace('{ values: [2, 4] }', '{ distribution: normal }'), /latent_size/],
  ['min above max', TINY.replace('{ values: [2, 4] }', '{ min: 9, max: 2 }'), /latent_size/],
  ['a prototype', `${TINY}__proto__: { a: 1 }\n`, /__proto__/],
])('%s', async (_, text, message) => {
  expect(await refused(text)).toMatch(message);
});

test('a fault in an override names the option', async () => {
  expect(await refused(TINY, '--set', 'epochs=none')).toContain('--set epochs=none');
  expect(await refused(TINY, '--set', 'epohcs=3')).toContain('epochs');
});

test('files that are not there', async () => {
  expect((await place.sweep('run', 'gone.yaml')).err).toContain('error[no_sweep_file]');
  expect((await place.sweep('plan', '.')).err).toContain('is a folder');
  const table = TINY.replace(/dataset: .*/, 'dataset: { path: gone.csv, target: y }');
  expect(await refused(table)).toContain('gone.csv');
});

test('a store that cannot be one', async () => {
  await place.write('plain-file', '');
  await mkdir(join(place.folder, 'photos'));
  await writeFile(join(place.folder, 'photos', 'cat.jpg'), '');
  await mkdir(join(place.folder, 'newer'));
  await writeFile(join(place.folder, 'newer', 'store.json'), '{"format":99}');
  for (const [store, code] of [
    ['photos', 'not_a_store'],
    ['plain-file', 'store_not_writable'],
    ['newer', 'store_too_new'],
    ['postgres://127.0.0.1:1/none', 'store_unreachable'],
    ['mysql://localhost/none', 'bad_store_url'],
  ]) {
    const ended = await place.sweep('list', '--store', store!);
    expect(ended.out).toBe('');
    expect(ended.code).not.toBe(0);
    expect(ended.err).toMatch(new RegExp(`^error\\[${code}\\] .+\\n {2}\\S`));
    expect(ended.err).not.toMatch(/^ +at /m);
  }
});

test('a folder and a disk that may not be written to, or are full', async (context) => {
  const { folder } = place;
  const asRoot = process.getuid?.() === 0;
  const locked = join(folder, 'locked');
  await mkdir(locked);
  const mount = (...options: string[]) =>
    spawnSync('mount', ['-t', 'tmpfs', ...options, 'tmpfs', locked]).status === 0;
  // Root may write whatever the mode says: only a read-only file system stops it.
  if (!asRoot) await chmod(locked, 0o500);
  else if (!mount('-o', 'ro')) return context.skip('root without the right to mount can write everywhere');
  try {
    await place.write('tiny.yaml', TINY);
    const run = await place.sweep('run', 'tiny.yaml', '--store', 'locked');
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('error[store_not_writable]');
    expect(run.err).toContain('--store');

    expect((await place.sweep('run', 'tiny.yaml')).code).toBe(0);
    const refused = await place.sweep('export', 'tiny', '--to', 'locked/trials.csv');
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('error[not_permitted]');
    if (!asRoot) return;
    spawnSync('umount', [locked]);
    if (!mount('-o', 'size=4k')) return;
    const full = await place.sweep('export', 'tiny', '--to', 'locked/trials.json');
    expect(full.code).not.toBe(0);
    expect(full.err).toContain('error[disk_full]');
    expect(full.err).toContain('Free some space');
    expect(await readdir(locked)).toEqual([]);
  } finally {
    if (asRoot) spawnSync('umount', [locked]);
    else await chmod(locked, 0o700);
  }
});

test.each([
  [['run', 'x.yaml', '--slots', '0'], '--slots takes a whole number from 1 to 1,024'],
  [['run', 'x.yaml', '--slots', '9999'], '--slots takes a whole number from 1 to 1,024'],
  [['run', 'x.yaml', '--slots', 'x'], '--slots takes a whole number from 1 to 1,024'],
  [['run', 'x.yaml', '--replicates', '0'], '--replicates takes a whole number of at least 1'],
  [['top', 'x', '-f', 'xml'], "--format takes table, json, csv, not 'xml'"],
  [['export', 'x', '--to', 'x.xls'], '.csv, .json or .parquet'],
  [['run'], "Missing required argument 'file'"],
] as const)('sweep %j', async (args, told) => {
  const { code, out, err } = await place.sweep(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(told);
  expect(err).toMatch(/\n {2}\S/);
});

test('--debug shows the stack trace', async () => {
  expect((await place.sweep('show', 'x', '--store', 'none-there')).err).not.toMatch(/^ +at /m);
  expect((await place.sweep('--debug', 'show', 'x', '--store', 'none-there')).err).toMatch(/^ +at /m);
});
