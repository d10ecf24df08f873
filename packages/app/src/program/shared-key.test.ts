import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramDeclaration } from '@latentsweep/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sharedKeyOf } from './shared-key.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-shared-'));
  mkdirSync(join(folder, 'lib'));
  for (const name of ['train.py', 'model.py', 'notes.txt', 'lib/deep.py', 'data.csv'])
    writeFileSync(join(folder, name), name);
});
afterEach(() => rmSync(folder, { recursive: true }));

const key = (changes: Partial<ProgramDeclaration> = {}, host: Record<string, string> = {}) => {
  const declaration: ProgramDeclaration = {
    ...{ name: 'train.py', command: ['python3', 'train.py'], folder, config: 'flags', reports: 'lines' },
    ...{ environment: ['DATA'], warm: false, checkpoint: false, deterministic: true, retries: 0, threads: 1 },
    limits: { seconds: null, memoryMb: null, outputMb: 1, processes: null },
    files: ['data.csv'],
    ...changes,
  };
  return sharedKeyOf(declaration, join(folder, 'train.py'), host);
};

test('is another where anything has changed that results are said to depend on', () => {
  const keys = [
    key(),
    key({ command: ['python3', '-O', 'train.py'] }),
    key({ config: 'env' }),
    key({ reports: 'csv' }),
    key({ threads: 2 }),
    key({ files: ['data.csv', 'notes.txt'] }),
    key({}, { DATA: '/data' }),
    key({}, { DATA: '/other' }),
  ];
  for (const name of ['train.py', 'model.py', 'data.csv']) {
    writeFileSync(join(folder, name), `${name} changed`);
    keys.push(key());
  }
  writeFileSync(join(folder, 'new.py'), '');
  keys.push(key());
  symlinkSync('lib/deep.py', join(folder, 'linked.py'));
  keys.push(key());
  writeFileSync(join(folder, 'lib/deep.py'), 'changed');
  keys.push(key());
  expect(new Set(keys).size).toBe(keys.length);
});

test('is the same whatever else there is', () => {
  const before = key();
  writeFileSync(join(folder, 'notes.txt'), 'changed');
  writeFileSync(join(folder, 'lib/deep.py'), 'changed');
  expect(key({ retries: 3, warm: true, checkpoint: true }, { OTHER: 'x' })).toBe(before);
});

test('a file that is not there is told with what to do', () => {
  expect(() => key({ files: ['gone.csv'] })).toThrow(
    expect.objectContaining({ code: 'unreadable_file', message: expect.stringContaining('gone.csv') }),
  );
});
