/**
 * IDX, the form of MNIST: two zeros, a byte for the type, a byte for the number of dimensions, a big-endian 32-bit size each,
 * then the items row-major (Y. LeCun, yann.lecun.com/exdb/mnist).
 */

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { InputError } from '@latentsweep/core';

export interface Idx {
  readonly shape: readonly number[];
  readonly items: Uint8Array;
}

const BYTES = 8;

/** By the first bytes, unpacked: two zeros, a type that there is, and one to four dimensions. */
export function isIdx(bytes: Uint8Array): boolean {
  const known = [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e];
  return bytes[0] === 0 && bytes[1] === 0 && known.includes(bytes[2]!) && bytes[3]! >= 1 && bytes[3]! <= 4;
}

/** Throws InputError where it is not what its head says. */
export async function openIdx(path: string): Promise<Idx> {
  const packed = await readFile(path);
  const bytes = packed[0] === 0x1f && packed[1] === 0x8b ? unpack(path, packed) : packed;
  const fail = (what: string) => new InputError('bad_idx', `${path} ${what}.`, 'Fetch it again, as a whole.');
  if (!isIdx(bytes)) throw fail('does not begin as an IDX file does');
  if (bytes[2] !== BYTES) throw fail(`holds items of type ${bytes[2]}, and not bytes (${BYTES})`);
  const dimensions = bytes[3]!;
  const from = 4 + 4 * dimensions;
  if (bytes.length < from) throw fail('ends in its head');
  const shape = Array.from({ length: dimensions }, (_, d) => bytes.readUInt32BE(4 + 4 * d));
  const wanted = shape.reduce((all, size) => all * size, 1);
  if (bytes.length - from !== wanted) {
    throw fail(`states ${shape.join(' x ')} bytes, which are ${wanted}, but holds ${bytes.length - from}`);
  }
  return { shape, items: bytes.subarray(from) };
}

function unpack(path: string, packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: 2 ** 31 });
  } catch (error) {
    throw new InputError(
      'damaged_file',
      `${path} is damaged: ${(error as Error).message}.`,
      'Fetch it again.',
    );
  }
}
