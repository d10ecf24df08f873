import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withParameters } from './fixtures.ts';
import { readSweepFile } from './read.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweep-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** The message with the first fault, and with the folder cut out. */
async function refusal(path: string): Promise<string> {
  const error: unknown = await readSweepFile(path, { engines: [] }).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) throw new Error('It was read.');
  const fault = error.faults[0]?.message;
  return [error.code, error.message.replace(folder, ''), ...(fault ? [fault] : [])].join(': ');
}

test('a file is read, named after itself, with paths from its folder', async () => {
  const path = await write(
    'my sweep.yaml',
    `dataset: { path: x.csv, target: y }\n${withParameters('epochs: { value: 1 }')}`,
  );
  const { definition } = await readSweepFile(path, { engines: [] });
  expect(definition.name).toBe('my sweep');
  expect(definition.dataset).toMatchObject({ path: 'x.csv', folder });
});

test('a file that cannot be read is refused', async () => {
  expect(await refusal(join(folder, 'no.yaml'))).toBe(
    'no_sweep_file: The sweep file /no.yaml does not exist.',
  );
  expect(await refusal(folder)).toBe('no_sweep_file: The sweep file  is a folder.');
  expect(await refusal(join(folder, 'a\u001b.yaml'))).toBe(
    'no_sweep_file: The sweep file /a\\u{1B}.yaml does not exist.',
  );
  const secret = await write('secret.yaml', 'x');
  await chmod(secret, 0o000);
  // The superuser may read anything: then the content is at fault.
  expect(await refusal(secret)).toMatch(/may not be read by you|must be a mapping/);
});

test('a file that is not text is refused', async () => {
  const latin1 = await write('latin1.yaml', Uint8Array.from([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xe9]));
  expect(await refusal(latin1)).toBe(
    'bad_sweep_file: /latin1.yaml has a fault.: the file is a binary file, or text that is not UTF-8',
  );
  const huge = await write('huge.yaml', '#'.repeat(1_000_001));
  expect(await refusal(huge)).toBe(
    'bad_sweep_file: /huge.yaml has a fault.: the file has 1000001 bytes, more than 1000000',
  );
});
