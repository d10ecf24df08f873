import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InputError } from '@latentsweep/core';
import { afterAll, describe, expect, test } from 'vitest';
import { idxOf } from './fixtures.ts';
import { isIdx, openIdx } from './idx.ts';

const folder = await mkdtemp(join(tmpdir(), 'latentsweep-idx-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function open(bytes: Uint8Array) {
  const path = join(folder, 'a');
  await writeFile(path, bytes);
  return openIdx(path);
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await open(bytes).catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error('it was accepted', { cause: error });
  return `[${error.code}] ${error.message}`.replaceAll(folder, '…');
}

const ITEMS = Uint8Array.from({ length: 24 }, (_, i) => i);

describe('IDX', () => {
  test('is read plain and packed', async () => {
    const whole = idxOf([4, 2, 3], ITEMS);
    expect(isIdx(whole)).toBe(true);
    for (const bytes of [whole, gzipSync(whole)]) {
      const { shape, items } = await open(bytes);
      expect(shape).toEqual([4, 2, 3]);
      expect([...items]).toEqual([...ITEMS]);
    }
  });

  test('of ten gigabytes is told by its head, before it is read', async () => {
    const path = join(folder, 'large');
    await writeFile(path, idxOf([10_000_000, 32, 32], new Uint8Array(0)));
    await truncate(path, 10_000_000 * 1024 + 16);
    const check = (shape: readonly number[]) => {
      throw new Error(`told ${shape.join(' x ')}`);
    };
    await expect(openIdx(path, check)).rejects.toThrow('told 10000000 x 32 x 32');
  });

  test.each<[string, Uint8Array, string]>([
    [
      'of fewer bytes than it states',
      idxOf([4, 2, 4], ITEMS),
      '[bad_idx] …/a states 4 x 2 x 4 bytes, which are 32, but holds 24.',
    ],
    [
      'of more bytes than it states',
      idxOf([4, 2, 2], ITEMS),
      '[bad_idx] …/a states 4 x 2 x 2 bytes, which are 16, but holds 24.',
    ],
    ['of floats', idxOf([6], ITEMS, 0x0d), '[bad_idx] …/a holds items of type 13, and not bytes (8).'],
    ['that ends in its head', idxOf([4, 2, 3], ITEMS).subarray(0, 9), '[bad_idx] …/a ends in its head.'],
    [
      'that is something else',
      Buffer.from('P5 2 2 255'),
      '[bad_idx] …/a does not begin as an IDX file does.',
    ],
    ['of nothing', new Uint8Array(0), '[bad_idx] …/a does not begin as an IDX file does.'],
    [
      'packed, of more bytes than it states',
      gzipSync(idxOf([4, 2, 2], ITEMS)),
      '[bad_idx] …/a states 4 x 2 x 2 bytes, which are 16, but holds more.',
    ],
    [
      'packed and cut',
      gzipSync(idxOf([4, 2, 3], ITEMS)).subarray(0, -9),
      '[damaged_file] …/a is damaged: unexpected end of file.',
    ],
  ])('%s is refused', async (_, bytes, message) => {
    expect(await refusal(bytes)).toBe(message);
  });
});
