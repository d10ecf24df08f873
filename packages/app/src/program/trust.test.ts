import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetDefinition } from '@latentsweep/coordinator';
import { InputError } from '@latentsweep/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localProgram } from './local.ts';
import { decideTrust, notTrusted, TrustBook } from './trust.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-trust-'));
  writeFileSync(join(folder, 'train.sh'), 'echo 1\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const definition = (changes: object = {}) =>
  ({
    ...{ kind: 'program', name: 'train.sh', path: 'train.sh', folder, command: null },
    ...{ config: null, metrics: [{ name: 'loss', summary: 'last' }] },
    ...changes,
  }) as Extract<DatasetDefinition, { kind: 'program' }>;

test.each([
  [{ known: true, given: false, canAsk: false }, 'run'],
  [{ known: true, given: true, canAsk: true }, 'run'],
  [{ known: false, given: true, canAsk: false }, 'remember'],
  [{ known: false, given: true, canAsk: true }, 'remember'],
  [{ known: false, given: false, canAsk: true }, 'ask'],
  [{ known: false, given: false, canAsk: false }, 'refuse'],
])('%o: %s', (asked, decision) => {
  expect(decideTrust(asked)).toBe(decision);
});

test('a refusal says what would be run, and where', () => {
  expect(notTrusted('sh train.sh', '/work')).toMatchObject({
    code: 'program_not_trusted',
    message: expect.stringContaining('`sh train.sh` in /work'),
    hint: expect.stringContaining('--trust'),
  });
});

describe('a program beside its sweep file', () => {
  test('is run as its ending says, with nothing but the usual', () => {
    expect(localProgram(definition()).declaration).toEqual({
      environment: expect.arrayContaining(['VIRTUAL_ENV', 'PYTHONPATH']),
      ...{ name: 'train.sh', folder, reports: 'lines', config: 'flags' },
      command: ['sh', 'train.sh', '${args}'],
      limits: { seconds: null, memoryMb: null, outputMb: 100, processes: null },
      ...{ warm: false, checkpoint: false, deterministic: false, retries: 0, threads: 1 },
    });
    const own = definition({ command: ['${interpreter}', '-e', '${program}'], config: 'stdin' });
    expect(localProgram(own).declaration).toMatchObject({
      command: ['sh', '-e', 'train.sh'],
      config: 'stdin',
    });
  });

  test('is another one with other bytes, another command or in another folder', () => {
    const { key } = localProgram(definition());
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(localProgram(definition({ config: 'env' })).key).toBe(key);
    const other = localProgram(definition({ command: ['sh', '-x', '${program}'] })).key;
    mkdirSync(join(folder, 'copy'));
    writeFileSync(join(folder, 'copy', 'train.sh'), 'echo 1\n');
    const copied = localProgram(definition({ folder: join(folder, 'copy') })).key;
    writeFileSync(join(folder, 'train.sh'), 'echo 2\n');
    const changed = localProgram(definition()).key;
    expect(new Set([key, other, copied, changed]).size).toBe(4);
  });

  test('without `program` the script in its command counts', () => {
    const of = () => localProgram(definition({ path: undefined, command: ['sh', 'train.sh'] })).key;
    const before = of();
    writeFileSync(join(folder, 'train.sh'), 'echo 3\n');
    expect(of()).not.toBe(before);
  });

  test.each([
    [{ path: 'no.sh' }, 'no_such_program'],
    [{ folder: '/no/such/folder' }, 'no_such_folder'],
    [{ command: ['no-such-command-anywhere', '${program}'] }, 'not_executable'],
  ])('%o: %s', (changes, code) => {
    expect(() => localProgram(definition(changes))).toThrow(expect.objectContaining({ code }));
    expect(() => localProgram(definition(changes))).toThrow(InputError);
  });
});

describe('the book of what is trusted', () => {
  const key = 'a'.repeat(64);

  test('knows what was written into it, also in another process', () => {
    const place = join(folder, 'config', 'trusted');
    const book = new TrustBook(place);
    expect(book.has(key)).toBe(false);
    book.add(key, 'sh train.sh');
    book.add(key, 'sh train.sh');
    expect([book.has(key), new TrustBook(place).has(key), book.has('b'.repeat(64))]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test.skipIf(process.platform === 'win32')('does not count what others could have written', () => {
    const place = join(folder, 'shared');
    const book = new TrustBook(place);
    book.add(key, 'sh train.sh');
    chmodSync(place, 0o777);
    expect(book.has(key)).toBe(false);
    chmodSync(place, 0o700);
    chmodSync(join(place, key), 0o666);
    expect(book.has(key)).toBe(false);
  });
});
