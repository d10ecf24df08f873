import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@latentsweep/core';
import { expect, onTestFinished, test } from 'vitest';
import { refuseToOverwrite, writeFiles } from './files.ts';

function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'latentsweep-setup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const codeOf = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
  return 'none';
};
const modeOf = (path: string) => statSync(path).mode & 0o777;

test('secrets are for their owner alone, and so are all folders', () => {
  const folder = join(testFolder(), 'new');
  writeFiles(folder, [
    { path: 'nkeys/a.nk', text: 'SU', secret: true },
    { path: 'a.yaml', text: 'x: 1\n', secret: false },
  ]);
  expect(readFileSync(join(folder, 'nkeys/a.nk'), 'utf8')).toBe('SU');
  expect(modeOf(join(folder, 'nkeys/a.nk'))).toBe(0o600);
  expect(modeOf(folder)).toBe(0o700);
  expect(modeOf(join(folder, 'nkeys'))).toBe(0o700);
  expect(readdirSync(join(folder, 'nkeys'))).toEqual(['a.nk']);
});

test('a file that everyone could read is secret once it is replaced; a link is not followed', () => {
  const folder = testFolder();
  const [open, elsewhere] = [join(folder, 'open'), join(folder, 'elsewhere')];
  writeFileSync(open, 'old', { mode: 0o644 });
  writeFileSync(elsewhere, 'keep');
  symlinkSync(elsewhere, join(folder, 'link'));
  writeFiles(folder, [
    { path: 'open', text: 'new', secret: true },
    { path: 'link', text: 'new', secret: true },
  ]);
  expect([readFileSync(open, 'utf8'), modeOf(open)]).toEqual(['new', 0o600]);
  expect(readFileSync(elsewhere, 'utf8')).toBe('keep');
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(false);
});

test('nothing is overwritten without a word', () => {
  const folder = testFolder();
  expect(codeOf(() => refuseToOverwrite(folder, false))).toBe('none');
  expect(codeOf(() => refuseToOverwrite(join(folder, 'new'), false))).toBe('none');
  writeFileSync(join(folder, 'thesis.txt'), '');
  expect(codeOf(() => refuseToOverwrite(folder, true))).toBe('folder_not_empty');
  expect(codeOf(() => refuseToOverwrite(join(folder, 'thesis.txt'), true))).toBe('not_a_folder');
  const setup = join(folder, 'setup');
  mkdirSync(setup);
  writeFileSync(join(setup, 'cluster.json'), '{}');
  expect(codeOf(() => refuseToOverwrite(setup, false))).toBe('setup_exists');
  expect(codeOf(() => refuseToOverwrite(setup, true))).toBe('none');
});
