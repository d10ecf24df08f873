import { chmod, mkdir, writeFile } from 'node:fs/promises';
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
  await mkdir(join(place.folder, 'locked'));
  await chmod(join(place.folder, 'locked'), 0o500);
  await mkdir(join(place.folder, 'photos'));
  await writeFile(join(place.folder, 'photos', 'cat.jpg'), '');
  for (const [store, code] of [
    ['photos', 'not_a_store'],
    ['postgres://127.0.0.1:1/none', 'store_unreachable'],
  ]) {
    const ended = await place.sweep('list', '--store', store!);
    expect(ended.out).toBe('');
    expect(ended.code).not.toBe(0);
    expect(ended.err).toContain(`error[${code}]`);
    expect(ended.err).not.toMatch(/^ +at /m);
  }
});

test('--debug shows the stack trace', async () => {
  expect((await place.sweep('show', 'x', '--store', 'none-there')).err).not.toMatch(/^ +at /m);
  expect((await place.sweep('--debug', 'show', 'x', '--store', 'none-there')).err).toMatch(/^ +at /m);
});
