import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CheckpointFolder } from './checkpoint-folder.ts';

let folder: string;
let kept: CheckpointFolder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  kept = new CheckpointFolder(join(folder, 'kept'), { sweepId: 3, trialId: 17 });
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return { name, path, sha256: createHash('sha256').update(text).digest('hex'), bytes: text.length };
}

async function read(): Promise<Record<string, string> | null> {
  const checkpoint = await kept.read();
  if (checkpoint === null) return null;
  let bytes = Buffer.concat(await Array.fromAsync(checkpoint.pieces()));
  const pairs = checkpoint.files.map(({ name, bytes: size }) => {
    const text = String(bytes.subarray(0, size));
    bytes = bytes.subarray(size);
    return [name, text];
  });
  return Object.fromEntries(pairs);
}

test('the last checkpoint is there, and what it does not need is gone', async () => {
  expect(await read()).toBeNull();
  await kept.keep([file('a', '1'), file('b', '2')]);
  await kept.keep([file('a', '1'), file('c', '3')]);
  expect(await read()).toEqual({ a: '1', c: '3' });
  expect(readdirSync(join(folder, 'kept/3/17'))).toHaveLength(3);
  const other = new CheckpointFolder(join(folder, 'kept'), { sweepId: 3, trialId: 18 });
  expect(await other.read()).toBeNull();
  await kept.remove();
  expect(await read()).toBeNull();
  await kept.remove();
});

test('one that could not be kept leaves the one before', async () => {
  await kept.keep([file('a', '1')]);
  const gone = { ...file('b', '2'), path: join(folder, 'nowhere') };
  await expect(kept.keep([file('c', '3'), gone])).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await read()).toEqual({ a: '1' });
});

test('an index that was cut is none', async () => {
  await kept.keep([file('a', '1')]);
  writeFileSync(join(folder, 'kept/3/17/index.json'), '[{"name":');
  expect(await kept.read()).toBeNull();
});
