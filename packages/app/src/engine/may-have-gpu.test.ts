import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mayHaveGpu } from './may-have-gpu.ts';

test.each([
  [[], false],
  [['null', 'nvidiactl', 'dri/card0'], false],
  [['dri/renderD128'], true],
  [['nvidia0'], true],
  [['dxg'], true],
])('with %j in /dev: %s', (names, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'dev-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'dri'));
  for (const name of names) writeFileSync(join(folder, name), '');
  expect(mayHaveGpu('linux', folder)).toBe(expected);
  expect(mayHaveGpu('linux', join(folder, 'nowhere'))).toBe(false);
  expect(mayHaveGpu('darwin', folder)).toBe(true);
});
