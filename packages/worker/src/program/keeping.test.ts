import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryBus } from '@latentsweep/bus';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepOnBus } from './keeping.ts';

const OF = { sweepId: 3, trialId: 17 };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keeping-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return { name, path, bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') };
}

test('on a bus, a checkpoint is read by whoever runs the trial next, and its end removes nothing', async () => {
  const { files } = createMemoryBus();
  const keeping = keepOnBus(files, new AbortController().signal);
  expect(await keeping.checkpoint(OF).read()).toBeNull();
  await keeping.checkpoint(OF).keep([file('a', 'weights'), file('b', '7')]);
  await keeping.checkpoint(OF).remove();
  const read = await keepOnBus(files, new AbortController().signal).checkpoint(OF).read();
  expect(read!.files.map(({ name, bytes }) => [name, bytes])).toEqual([
    ['a', 7],
    ['b', 1],
  ]);
  expect(String(Buffer.concat(await Array.fromAsync(read!.pieces())))).toBe('weights7');
});

test('a bus that cannot be read has the trial begin anew, in words', async () => {
  const { files } = createMemoryBus();
  const away = { ...files, getCheckpoint: () => Promise.reject(new Error('no bus')) };
  const read = await keepOnBus(away, new AbortController().signal).checkpoint(OF).read();
  await expect(Array.fromAsync(read!.pieces())).rejects.toThrow('no bus');
});

test('a bus that takes nothing does not hold a worker that ends', async () => {
  vi.useFakeTimers();
  const { files } = createMemoryBus();
  const silent = { ...files, putArtifacts: () => new Promise<void>(() => {}) };
  const ending = new AbortController();
  const putting = keepOnBus(silent, ending.signal).artifacts(OF, [file('a', 'x')]);
  const refused = expect(putting).rejects.toThrow('the worker ended meanwhile');
  ending.abort();
  await vi.advanceTimersByTimeAsync(2000);
  await refused;
});
