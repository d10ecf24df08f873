import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepArtifacts } from './artifact-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'artifacts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { name: `../../${name}`, path, sha256, bytes: text.length };
}

test('files lie by their hashes in their sweep’s folder, whatever they are called, each once', async () => {
  const [one, two] = [file('one', 'ab'), file('two', 'cd')];
  const root = join(folder, 'artifacts');
  await Promise.all([keepArtifacts(root, 7, [one, two, one]), keepArtifacts(root, 7, [two])]);
  await keepArtifacts(root, 8, [one]);
  expect(readdirSync(join(root, '7')).toSorted()).toEqual([one.sha256, two.sha256].toSorted());
  expect(readFileSync(join(root, '8', one.sha256), 'utf8')).toBe('ab');
  expect(readdirSync(folder).toSorted()).toEqual(['artifacts', 'one', 'two']);
});

test('one that can’t be copied leaves no part of it', async () => {
  const gone = { ...file('gone', 'x'), path: join(folder, 'nowhere') };
  await expect(keepArtifacts(join(folder, 'artifacts'), 7, [gone])).rejects.toMatchObject({ code: 'ENOENT' });
  expect(readdirSync(join(folder, 'artifacts', '7'))).toEqual([]);
});
